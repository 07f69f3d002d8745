using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TicketFlow.PrinterMonitor.Snmp.Usm;

/// <summary>CBC-DES (RFC 3414 section 8.1.1) and CFB128-AES (RFC 3826 section 3.1).</summary>
internal static class Privacy
{
    public const int SaltLength = 8;
    private const int DesBlock = 8;
    private const int AesBlock = 16;

    public static int KeyLength(PrivProtocol protocol) => protocol switch
    {
        PrivProtocol.Des or PrivProtocol.Aes128 => 16,
        PrivProtocol.Aes192 or PrivProtocol.Aes192Reeder => 24,
        PrivProtocol.Aes256 or PrivProtocol.Aes256Reeder => 32,
        _ => 0,
    };

    public static bool UsesReederKeys(PrivProtocol protocol) => protocol is PrivProtocol.Aes192Reeder or PrivProtocol.Aes256Reeder;

    /// <summary>The 8 octets of msgPrivacyParameters: unique per message, never random, so that they cannot repeat.</summary>
    public static byte[] Salt(PrivProtocol protocol, int boots, long counter)
    {
        var salt = new byte[SaltLength];
        if (protocol == PrivProtocol.Des)
        {
            BinaryPrimitives.WriteInt32BigEndian(salt, boots);
            BinaryPrimitives.WriteUInt32BigEndian(salt.AsSpan(4), unchecked((uint)counter));
        }
        else
        {
            BinaryPrimitives.WriteInt64BigEndian(salt, counter);
        }

        return salt;
    }

    public static byte[] Encrypt(PrivProtocol protocol, byte[] key, ReadOnlySpan<byte> salt, int boots, int time, ReadOnlySpan<byte> plain)
    {
        var padded = Padded(protocol, plain);
        if (protocol == PrivProtocol.Des)
        {
            using var des = CreateDes(key);
            return des.EncryptCbc(padded, DesIv(key, salt), PaddingMode.None);
        }

        using var aes = CreateAes(key);
        return aes.EncryptCfb(padded, AesIv(salt, boots, time), PaddingMode.None, AesBlock * 8)[..plain.Length];
    }

    /// <summary>Whatever key and octets: the result is as long as the input; garbage is found when it is parsed.</summary>
    /// <returns>Null when the length cannot be a DES text or the salt is not 8 octets.</returns>
    public static byte[]? Decrypt(
        PrivProtocol protocol, byte[] key, ReadOnlySpan<byte> salt, int boots, int time, ReadOnlySpan<byte> cipher)
    {
        if (salt.Length != SaltLength)
        {
            return null;
        }

        if (protocol == PrivProtocol.Des)
        {
            using var des = CreateDes(key);
            return cipher.Length % DesBlock == 0 ? des.DecryptCbc(cipher, DesIv(key, salt), PaddingMode.None) : null;
        }

        using var aes = CreateAes(key);
        return aes.DecryptCfb(Padded(protocol, cipher), AesIv(salt, boots, time), PaddingMode.None, AesBlock * 8)[..cipher.Length];
    }

    private static byte[] Padded(PrivProtocol protocol, ReadOnlySpan<byte> data)
    {
        var block = protocol == PrivProtocol.Des ? DesBlock : AesBlock;
        var padded = new byte[(data.Length + block - 1) / block * block];
        data.CopyTo(padded);
        return padded;
    }

    // DES is what many printers still have; whoever configures it knows.
#pragma warning disable CA5351
    private static DES CreateDes(byte[] key)
    {
        var des = DES.Create();
        des.Key = key[..DesBlock];
        return des;
    }
#pragma warning restore CA5351

    private static Aes CreateAes(byte[] key)
    {
        var aes = Aes.Create();
        aes.Key = key;
        return aes;
    }

    private static byte[] DesIv(byte[] key, ReadOnlySpan<byte> salt)
    {
        var iv = new byte[DesBlock];
        for (var i = 0; i < DesBlock; i++)
        {
            iv[i] = (byte)(key[DesBlock + i] ^ salt[i]);
        }

        return iv;
    }

    private static byte[] AesIv(ReadOnlySpan<byte> salt, int boots, int time)
    {
        var iv = new byte[AesBlock];
        BinaryPrimitives.WriteInt32BigEndian(iv, boots);
        BinaryPrimitives.WriteInt32BigEndian(iv.AsSpan(4), time);
        salt.CopyTo(iv.AsSpan(8));
        return iv;
    }
}
