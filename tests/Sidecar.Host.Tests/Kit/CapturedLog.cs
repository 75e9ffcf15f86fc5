using System.Text;
using Microsoft.Extensions.Logging;

namespace Sidecar.Host.Tests.Kit;

/// <summary>Every log line of a running Sidecar, and a signal for the lines a test waits for.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<(string[] Parts, TaskCompletionSource Seen)> _waits = [];

    public string Text
    {
        get
        {
            lock (_lock)
                return string.Join('\n', _lines);
        }
    }

    /// <summary>Completes when there is a line that contains all these parts.</summary>
    public Task Line(params string[] parts)
    {
        lock (_lock)
        {
            if (_lines.Exists(line => Has(line, parts)))
                return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((parts, seen));
            return seen.Task.Soon();
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private void Add(string line)
    {
        lock (_lock)
        {
            _lines.Add(line);
            foreach (var (parts, seen) in _waits)
                if (Has(line, parts))
                    seen.TrySetResult();
        }
    }

    private static bool Has(string line, string[] parts) => Array.TrueForAll(parts, part => line.Contains(part, StringComparison.Ordinal));

    private sealed class Logger(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var line = new StringBuilder($"{logLevel} {category} {eventId.Id} {formatter(state, exception)} {exception}");
            if (state is IEnumerable<KeyValuePair<string, object?>> fields)
                foreach (var (name, value) in fields)
                    line.Append(' ').Append(name).Append('=').Append(value);
            log.Add(line.ToString());
        }
    }
}
