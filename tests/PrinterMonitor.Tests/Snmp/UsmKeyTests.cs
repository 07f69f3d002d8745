using System.Text;
using TicketFlow.PrinterMonitor.Snmp;
using TicketFlow.PrinterMonitor.Snmp.Usm;

namespace PrinterMonitor.Tests.Snmp;

public sealed class UsmKeyTests
{
    private static readonly byte[] EngineOfRfc3414 = Convert.FromHexString("000000000000000000000002");

    [Theory]
    [InlineData(AuthProtocol.Md5, "9faf3283884e92834ebc9847d8edd963", "526f5eed9fcce26f8964c2930787d82b")]
    [InlineData(AuthProtocol.Sha1, "9fb5cc0381497b3793528939ff788d5d79145211", "6695febc9288e36282235fc7151f128497b38f3f")]
    public void Password_to_key_gives_the_vectors_of_RFC_3414_A_3(AuthProtocol protocol, string userKey, string localized)
    {
        var key = UsmKeys.PasswordToKey(protocol, "maplesyrup");
        Convert.ToHexStringLower(key).ShouldBe(userKey);
        Convert.ToHexStringLower(UsmKeys.Localize(protocol, key, EngineOfRfc3414)).ShouldBe(localized);
    }

    [Theory]
    [InlineData("abc", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "75388b16512776cc5dba5da1fd890150b0c6455cb4f58b1952522525")]
    [InlineData("", "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f")]
    public void Sha224_gives_the_vectors_of_FIPS_180(string text, string hash) =>
        Convert.ToHexStringLower(Sha224.HashData(Encoding.ASCII.GetBytes(text))).ShouldBe(hash);

    [Theory]
    [InlineData(20, 0x0b, "Hi There", "896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22")]
    [InlineData(
        131, 0xaa, "Test Using Larger Than Block-Size Key - Hash Key First", "95e9a0db962095adaebe9b2d6f0dbce2d499f112f2d2b7273fa6870e")]
    public void Hmac_with_sha224_gives_the_vectors_of_RFC_4231(int keyLength, byte keyOctet, string text, string mac)
    {
        var key = Enumerable.Repeat(keyOctet, keyLength).ToArray();
        Convert.ToHexStringLower(Sha224.Hmac(key, Encoding.ASCII.GetBytes(text))).ShouldBe(mac);
    }

    [Theory]
    [InlineData(PrivProtocol.Des)]
    [InlineData(PrivProtocol.Aes128)]
    [InlineData(PrivProtocol.Aes192)]
    [InlineData(PrivProtocol.Aes256Reeder)]
    public void What_is_encrypted_decrypts_to_itself_whatever_its_length(PrivProtocol protocol)
    {
        var key = Enumerable.Range(1, Privacy.KeyLength(protocol)).Select(i => (byte)(i * 7)).ToArray();
        foreach (var length in new[] { 1, 8, 15, 16, 17, 100 })
        {
            var plain = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
            var salt = Privacy.Salt(protocol, 3, 4711);
            var cipher = Privacy.Encrypt(protocol, key, salt, 3, 99, plain);
            cipher.AsSpan(0, length).SequenceEqual(plain).ShouldBeFalse();
            Privacy.Decrypt(protocol, key, salt, 3, 99, cipher)!.AsSpan(0, length).ToArray().ShouldBe(plain);
        }
    }

    [Fact]
    public void Credentials_never_print_their_secrets()
    {
        var user = new UsmCredentials("watcher", AuthProtocol.Sha1, "open-sesame-1", PrivProtocol.Aes128, "open-sesame-2");
        var target = new SnmpTarget(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 161), user);
        target.ToString().ShouldNotContain("sesame");
        SnmpTarget.V2c(target.Address, "hush-hush").ToString().ShouldNotContain("hush");
    }

    [Fact]
    public void A_short_password_or_privacy_without_authentication_is_refused()
    {
        Should.Throw<ArgumentException>(() => new UsmCredentials("u", AuthProtocol.Sha1, "short")).Message.ShouldContain("8 characters");
        Should.Throw<ArgumentException>(() => new UsmCredentials("u", priv: PrivProtocol.Aes128, privPassword: "long-enough"));
    }
}
