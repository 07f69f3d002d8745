using System.Collections.Frozen;

namespace TicketFlow.Pricing;

/// <summary>The currencies of ISO 4217 (list one) and how many digits their minor unit has.</summary>
public static class Currencies
{
    private const string TwoDigits = """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC
        CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR
        KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN
        PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS
        UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
        """;

    private const string NoDigits = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    private const string ThreeDigits = "BHD IQD JOD KWD LYD OMR TND";
    private const string FourDigits = "CLF UYW";

    private static readonly FrozenDictionary<string, int> Digits =
        Each(NoDigits, 0).Concat(Each(TwoDigits, 2)).Concat(Each(ThreeDigits, 3)).Concat(Each(FourDigits, 4))
            .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether it is a currency of ISO 4217, in capital letters.</summary>
    public static bool IsKnown(string currency) => Digits.ContainsKey(currency);

    /// <summary>Digits after the point of the smallest coin; 2 for EUR, 0 for JPY.</summary>
    /// <exception cref="ArgumentException">The currency is unknown.</exception>
    public static int MinorUnit(string currency) => Digits.TryGetValue(currency, out var digits)
        ? digits
        : throw new ArgumentException($"'{currency}' is no currency of ISO 4217.", nameof(currency));

    private static IEnumerable<KeyValuePair<string, int>> Each(string list, int digits) =>
        list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(code => KeyValuePair.Create(code, digits));
}
