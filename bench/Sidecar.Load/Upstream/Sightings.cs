using System.Collections.Concurrent;
using System.Text;

namespace Sidecar.Load.Upstream;

/// <summary>What the upstream saw: requests by the backend named in their path, and when readers abandoned their streams.</summary>
internal sealed class Sightings
{
    private readonly ConcurrentDictionary<string, int> _requests = new();
    private readonly ConcurrentDictionary<int, long> _aborts = new();
    private TaskCompletionSource _release = NewGate();

    /// <summary>Ends when the held streams may end.</summary>
    public Task Released => Volatile.Read(ref _release).Task;

    public void Request(string backend) => _requests.AddOrUpdate(backend, 1, static (_, n) => n + 1);

    public void Abort(int stream, long instant) => _aborts.TryAdd(stream, instant);

    public void Release() => Interlocked.Exchange(ref _release, NewGate()).SetResult();

    public void Forget()
    {
        _requests.Clear();
        _aborts.Clear();
    }

    /// <summary>One line each: <c>requests NAME COUNT</c> or <c>aborted STREAM INSTANT</c>.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        foreach (var (backend, count) in _requests)
            text.Append("requests ").Append(backend).Append(' ').Append(count).Append('\n');
        foreach (var (stream, instant) in _aborts)
            text.Append("aborted ").Append(stream).Append(' ').Append(instant).Append('\n');
        return text.ToString();
    }

    private static TaskCompletionSource NewGate() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
