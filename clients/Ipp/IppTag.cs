namespace TicketFlow.Ipp;

/// <summary>Delimiter and value tags (RFC 8010, sections 3.5.1 and 3.5.2).</summary>
public enum IppTag : byte
{
    OperationGroup = 0x01,
    JobGroup = 0x02,
    EndOfAttributes = 0x03,
    PrinterGroup = 0x04,
    UnsupportedGroup = 0x05,
    SubscriptionGroup = 0x06,
    EventNotificationGroup = 0x07,
    ResourceGroup = 0x08,
    DocumentGroup = 0x09,
    SystemGroup = 0x0a,

    Unsupported = 0x10,
    Unknown = 0x12,
    NoValue = 0x13,
    NotSettable = 0x15,
    DeleteAttribute = 0x16,
    AdminDefine = 0x17,

    Integer = 0x21,
    Boolean = 0x22,
    Enum = 0x23,

    OctetString = 0x30,
    DateTime = 0x31,
    Resolution = 0x32,
    RangeOfInteger = 0x33,
    BeginCollection = 0x34,
    TextWithLanguage = 0x35,
    NameWithLanguage = 0x36,
    EndCollection = 0x37,

    TextWithoutLanguage = 0x41,
    NameWithoutLanguage = 0x42,
    Keyword = 0x44,
    Uri = 0x45,
    UriScheme = 0x46,
    Charset = 0x47,
    NaturalLanguage = 0x48,
    MimeMediaType = 0x49,
    MemberName = 0x4a,

    /// <summary>The value begins with a tag of four bytes.</summary>
    Extension = 0x7f,
}

/// <summary>Which family a tag belongs to.</summary>
internal static class IppTags
{
    private const byte LastDelimiter = 0x0f;
    private const byte FirstOutOfBand = 0x10;
    private const byte LastOutOfBand = 0x1f;
    private const byte FirstText = 0x40;
    private const byte LastText = 0x49;

    public static bool IsDelimiter(IppTag tag) => (byte)tag <= LastDelimiter;

    public static bool IsOutOfBand(IppTag tag) => (byte)tag is >= FirstOutOfBand and <= LastOutOfBand;

    public static bool IsText(IppTag tag) => (byte)tag is >= FirstText and <= LastText;
}
