using System.Text.RegularExpressions;

namespace TicketFlow.EventStore.Events;

/// <summary>Marten's naming rules (classic type name): they are part of the stored format.</summary>
public static partial class EventAlias
{
    /// <summary>Stored alias of an event type: <c>TicketOpened</c> becomes <c>ticket_opened</c>; generic types keep their C# short
    /// name.</summary>
    public static string For(Type eventType) => eventType.IsGenericType ? ShortName(eventType) : Snake(eventType.Name);

    /// <summary>Stored alias of an aggregate type, <c>mt_streams.type</c>.</summary>
    public static string ForAggregate(Type aggregateType) => Snake(aggregateType.Name);

    /// <summary><c>mt_events.mt_dotnet_type</c>: full name and assembly, without version and key.</summary>
    public static string DotNetTypeName(Type eventType) => $"{eventType.FullName}, {eventType.Assembly.GetName().Name}";

    private static string Snake(string name)
    {
        var spaced = LowerThenOther().Replace(OtherThenWord().Replace(name, "${before} ${after}"), "${before} ${after}");
        return spaced.ToLowerInvariant().Replace(' ', '_');
    }

    private static string ShortName(Type type)
    {
        if (!type.IsGenericType)
        {
            return Keyword(type) ?? type.Name;
        }

        var name = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
        return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(ShortName))}>";
    }

    private static string? Keyword(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.String => "string",
        TypeCode.Boolean => "bool",
        TypeCode.Int32 when !type.IsEnum => "int",
        TypeCode.Int64 when !type.IsEnum => "long",
        TypeCode.Decimal => "decimal",
        TypeCode.Double => "double",
        _ => null,
    };

    [GeneratedRegex(@"(?<before>\P{Ll})(?<after>\P{Ll}\p{Ll})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherThenWord();

    [GeneratedRegex(@"(?<before>\p{Ll})(?<after>\P{Ll})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LowerThenOther();
}
