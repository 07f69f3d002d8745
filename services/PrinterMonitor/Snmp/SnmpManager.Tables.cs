using System.Runtime.CompilerServices;

namespace TicketFlow.PrinterMonitor.Snmp;

/// <summary>One column to read. <paramref name="Rows"/>: as many are known to exist, so no packet is spent on finding the end.</summary>
public readonly record struct ColumnRequest(Oid Column, int? Rows = null);

/// <summary>
/// One instance whose index is known: GETNEXT from <paramref name="From"/>, taken only while it lies below <paramref name="Column"/>.
/// </summary>
public readonly record struct ScalarRequest(Oid From, Oid Column)
{
    /// <summary>The instance itself, asked for as the next of the one before it.</summary>
    public static ScalarRequest Instance(Oid column, uint index) => new(column.Append(index).Before(), column);
}

public sealed partial class SnmpManager
{
    private const int WalkRepetitions = 20;
    private const int MaxWalkRows = 100_000;
    private const int MaxRounds = 64;

    /// <summary>Everything below <paramref name="root"/>, in order. Ends at an identifier that does not grow.</summary>
    /// <exception cref="SnmpFailureException">A request failed; what was yielded before is good.</exception>
    public async IAsyncEnumerable<VarBind> WalkAsync(SnmpTarget target, Oid root, [EnumeratorCancellation] CancellationToken ct)
    {
        var last = root;
        for (var rows = 0; rows < MaxWalkRows;)
        {
            var result = await GetBulkAsync(target, [], [last], WalkRepetitions, ct);
            if (!result.Succeeded)
            {
                throw new SnmpFailureException(
                    result.Failure, $"Walking {root} at {target.Address} failed after {last}: {result.Failure}.");
            }

            foreach (var variable in result.Variables)
            {
                if (variable.Value.IsMissing || !variable.Oid.StartsWith(root))
                {
                    yield break;
                }

                if (variable.Oid <= last)
                {
                    Counters.CountLoop();
                    yield break;
                }

                last = variable.Oid;
                rows++;
                yield return variable;
            }
        }

        Counters.CountLoop();
    }

    /// <summary>
    /// Scalars and whole columns with as few packets as can be: one GETBULK, and another one only for columns that had not ended. The
    /// answer has just the variables that lie in what was asked for; a column the device lacks has none.
    /// </summary>
    public async Task<SnmpResult> ReadColumnsAsync(
        SnmpTarget target,
        IReadOnlyList<ScalarRequest> scalars,
        IReadOnlyList<ColumnRequest> columns,
        int maxRepetitions,
        CancellationToken ct)
    {
        var found = new List<VarBind>(scalars.Count + (columns.Count * maxRepetitions));
        var open = columns.Select(column => new OpenColumn(column)).ToList();
        for (var round = 0; round == 0 || (open.Count > 0 && round < MaxRounds); round++)
        {
            var asked = round == 0 ? scalars : [];
            var result = await GetBulkAsync(target, [.. asked.Select(s => s.From)], [.. open.Select(c => c.Last)], maxRepetitions, ct);
            if (!result.Succeeded)
            {
                return result;
            }

            found.AddRange(result.Variables.Take(asked.Count).Where((v, i) => !v.Value.IsMissing && v.Oid.StartsWith(asked[i].Column)));
            TakeRows(result.Variables.Skip(asked.Count), open, found);
            open.RemoveAll(column => column.Ended);
        }

        return SnmpResult.Of(found);
    }

    private void TakeRows(IEnumerable<VarBind> variables, List<OpenColumn> open, List<VarBind> found)
    {
        var next = 0;
        foreach (var variable in variables.TakeWhile(_ => open.Count > 0))
        {
            var column = open[next++ % open.Count];
            if (column.Take(variable, out var looped))
            {
                found.Add(variable);
            }
            else if (looped)
            {
                Counters.CountLoop();
            }
        }

        // Not even one row: a device that answers like that has nothing more to say about the rest.
        foreach (var column in open.Skip(next))
        {
            column.Ended = true;
        }
    }

    private sealed class OpenColumn(ColumnRequest request)
    {
        private int _rows;

        public Oid Last { get; private set; } = request.Column;

        public bool Ended { get; set; } = request.Rows == 0;

        public bool Take(VarBind variable, out bool looped)
        {
            looped = !Ended && variable.Oid <= Last && !variable.Value.IsMissing;
            if (Ended || looped || variable.Value.IsMissing || !variable.Oid.StartsWith(request.Column))
            {
                Ended = true;
                return false;
            }

            Last = variable.Oid;
            Ended = ++_rows >= (request.Rows ?? MaxWalkRows);
            return true;
        }
    }
}
