using System.Buffers.Binary;

namespace TicketFlow.Ipp;

/// <summary>Makes a message of framed bytes (RFC 8010, section 3).</summary>
internal sealed class IppParser(ReadOnlyMemory<byte> bytes, IppLimits limits)
{
    private int _at;
    private int _values;

    public IppMessage Parse()
    {
        var version = (ushort)TakeShort();
        var code = (ushort)TakeShort();
        var requestId = BinaryPrimitives.ReadInt32BigEndian(Take(4).Span);
        var groups = new List<IppGroup>();
        var current = default(List<IppAttribute>);
        while (true)
        {
            var tag = (IppTag)Take(1).Span[0];
            if (tag is IppTag.EndOfAttributes)
            {
                return new IppMessage(version, code, requestId, groups);
            }

            if (IppTags.IsDelimiter(tag))
            {
                current = [];
                groups.Add(new IppGroup(tag, current));
            }
            else
            {
                AddValue(current ?? throw Malformed("A value stands before the first group."), tag);
            }
        }
    }

    private void AddValue(List<IppAttribute> group, IppTag tag)
    {
        var name = TakeText();
        var value = TakeValue(tag, depth: 0);
        if (name.Length > 0)
        {
            group.Add(new IppAttribute(name, (IReadOnlyList<IppValue>)new List<IppValue> { value }));
        }
        else if (group.Count > 0)
        {
            ((List<IppValue>)group[^1].Values).Add(value);
        }
        else
        {
            throw Malformed("A further value stands before the first attribute.");
        }
    }

    private IppValue TakeValue(IppTag tag, int depth)
    {
        if (++_values > limits.MaxValues)
        {
            throw new IppFormatException(IppFormatErrors.TooLarge, "The IPP message has too many values.");
        }

        var value = Take(TakeLength());
        return tag switch
        {
            IppTag.BeginCollection => TakeCollection(depth + 1),
            IppTag.EndCollection or IppTag.MemberName => throw Malformed("A collection's part stands outside of one."),
            _ => IppValues.Read(tag, value),
        };
    }

    /// <summary>The members follow as attributes without names, each after its name (RFC 8010, section 3.1.7).</summary>
    private IppCollection TakeCollection(int depth)
    {
        if (depth > limits.MaxDepth)
        {
            throw new IppFormatException(IppFormatErrors.TooLarge, "The IPP message has collections too deep in each other.");
        }

        var members = new List<IppAttribute>();
        var values = default(List<IppValue>);
        while (true)
        {
            var tag = (IppTag)Take(1).Span[0];
            if (IppTags.IsDelimiter(tag) || TakeLength() != 0)
            {
                throw Malformed("A collection is not ended.");
            }

            switch (tag)
            {
                case IppTag.EndCollection:
                    Take(TakeLength());
                    return members.TrueForAll(member => member.Values.Count > 0)
                        ? new IppCollection(members)
                        : throw Malformed("A collection's member has no value.");
                case IppTag.MemberName:
                    values = [];
                    members.Add(new IppAttribute(TakeText(), (IReadOnlyList<IppValue>)values));
                    break;
                default:
                    (values ?? throw Malformed("A collection's value stands before its name.")).Add(TakeValue(tag, depth));
                    break;
            }
        }
    }

    private string TakeText() => IppValues.Utf8(Take(TakeLength()).Span);

    private int TakeLength() => TakeShort() is >= 0 and var length ? length : throw Malformed("A length is negative.");

    private short TakeShort() => BinaryPrimitives.ReadInt16BigEndian(Take(2).Span);

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count > bytes.Length - _at)
        {
            throw new IppFormatException(IppFormatErrors.Truncated, "The IPP message ends in its middle.");
        }

        _at += count;
        return bytes.Slice(_at - count, count);
    }

    private static IppFormatException Malformed(string text) => new(IppFormatErrors.Malformed, text);
}
