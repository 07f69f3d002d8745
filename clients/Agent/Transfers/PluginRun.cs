using TicketFlow.Printing;

namespace TicketFlow.Agent.Transfers;

/// <summary>
/// One document in the hands of a plug-in: what it was given is watched, and taken back when it is given up. Nothing that it tells is
/// believed against what was seen.
/// </summary>
internal sealed class PluginRun : IProgress<long>
{
    private readonly TransferJob _job;
    private readonly IProgress<long> _progress;
    private readonly TimeProvider _clock;
    private readonly WatchedDocument _document;
    private readonly Lock _gate = new();
    private Task? _begun;
    private bool _over;
    private long _told;
    private long _movedAt;

    public PluginRun(TransferJob job, IProgress<long> progress, TimeProvider clock)
    {
        (_job, _progress, _clock) = (job, progress, clock);
        _document = new WatchedDocument(job.Document, job.Length, Moved);
        Order = job with { Document = _document, BeforeFirstByte = _ => BeginAsync() };
        Moved();
    }

    /// <summary>What the plug-in gets.</summary>
    public TransferJob Order { get; }

    /// <summary>Since it last read, told or began anything.</summary>
    public TimeSpan Silence => _clock.GetElapsedTime(Interlocked.Read(ref _movedAt));

    /// <summary>Bytes it told of, within what there are.</summary>
    public long Told => Interlocked.Read(ref _told);

    /// <summary>Whether it announced its first byte, and that is on disk.</summary>
    public bool HasBegun => _begun is { IsCompletedSuccessfully: true };

    /// <summary>Whether it has seen anything of the document; then it may have sent it, whatever it says.</summary>
    public bool HasRead => _document.Farthest > 0;

    /// <summary>Whether it has seen the whole document.</summary>
    public bool HasReadAll => _document.Farthest >= _job.Length;

    /// <inheritdoc />
    public void Report(long value)
    {
        Moved();
        lock (_gate)
        {
            if (!_over && value > _told && value <= _job.Length)
            {
                Interlocked.Exchange(ref _told, value);
                _progress.Report(value);
            }
        }
    }

    /// <summary>It is given up: it gets nothing more of the document and begins nothing, whatever it still does.</summary>
    public void TakeBack()
    {
        lock (_gate)
        {
            _over = true;
        }

        _document.TakeAway();
    }

    /// <summary>
    /// Returns when it is on disk that something may have left: where the plug-in asked for it, or <paramref name="anyway"/>. Called after
    /// <see cref="TakeBack"/>.
    /// </summary>
    /// <exception cref="Exception">What kept it from being noted.</exception>
    public Task SettleAsync(bool anyway) => _begun ?? (anyway ? _begun = _job.BeforeFirstByte(CancellationToken.None) : Task.CompletedTask);

    private Task BeginAsync()
    {
        Moved();
        lock (_gate)
        {
            return _over
                ? Task.FromException(new OperationCanceledException("The transfer was given up."))
                : _begun ??= _job.BeforeFirstByte(CancellationToken.None);
        }
    }

    private void Moved() => Interlocked.Exchange(ref _movedAt, _clock.GetTimestamp());
}
