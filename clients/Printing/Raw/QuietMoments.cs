namespace TicketFlow.Printing.Raw;

/// <summary>Lets a printer be asked only while no document of this agent goes there; one that comes breaks the question off.</summary>
internal sealed class QuietMoments
{
    private readonly Lock _gate = new();
    private readonly Dictionary<HostAndPort, Line> _lines = [];

    public async Task<T> SendAsync<T>(HostAndPort printer, Func<Task<T>> send)
    {
        var line = Begin(printer);
        try
        {
            await line.Answered;
            return await send();
        }
        finally
        {
            lock (_gate)
            {
                line.Sending--;
                Forget(printer, line);
            }
        }
    }

    /// <summary>Null when a document goes there, or came while the printer was asked.</summary>
    public async Task<T?> AskAsync<T>(HostAndPort printer, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var line = new Line { Question = stop, Answered = answered.Task };
        lock (_gate)
        {
            if (!_lines.TryAdd(printer, line))
            {
                return null;
            }
        }

        try
        {
            return await ask(stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            lock (_gate)
            {
                line.Question = null;
                Forget(printer, line);
            }

            answered.SetResult();
        }
    }

    private Line Begin(HostAndPort printer)
    {
        lock (_gate)
        {
            var line = _lines.TryGetValue(printer, out var known) ? known : _lines[printer] = new Line();
            line.Sending++;
            line.Question?.Cancel();
            return line;
        }
    }

    private void Forget(HostAndPort printer, Line line)
    {
        if (line is { Sending: 0, Question: null })
        {
            _lines.Remove(printer);
        }
    }

    private sealed class Line
    {
        public int Sending { get; set; }

        public CancellationTokenSource? Question { get; set; }

        /// <summary>Completes when the question, if there was one, is off the line.</summary>
        public Task Answered { get; init; } = Task.CompletedTask;
    }
}
