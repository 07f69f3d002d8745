using Microsoft.Extensions.Logging;

namespace TicketFlow.Model;

/// <summary>Keeps what the server logs: an error is a violation, warnings help to explain one.</summary>
internal sealed class ServerLog : ILoggerProvider, ILogger
{
    private const int Kept = 40;

    private readonly Queue<string> _newest = new();
    private readonly List<string> _errors = [];

    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_newest)
            {
                return [.. _errors];
            }
        }
    }

    public IReadOnlyList<string> Newest
    {
        get
        {
            lock (_newest)
            {
                return [.. _newest];
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var line = $"{logLevel}: {formatter(state, exception)} {exception}";
        lock (_newest)
        {
            _newest.Enqueue(line);
            if (_newest.Count > Kept)
            {
                _newest.Dequeue();
            }

            if (logLevel >= LogLevel.Error && _errors.Count < Kept)
            {
                _errors.Add(line);
            }
        }
    }

    public void Dispose()
    {
        // Lives as long as the run, over the server's restarts.
    }
}
