using System.Text;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Telemetry.Logging;

/// <summary>A standard output that does what the test wants: stalled until it is released, or full for a while.</summary>
internal sealed class ScriptedOutput : MemoryStream
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _released = new(true);
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _given = new(true);
    private readonly List<string> _batches = [];

    /// <summary>While it is reset, a refusal is under way but has not arrived.</summary>
    public ManualResetEventSlim Given => _given;

    public bool IsFull { get; set; }

    public IReadOnlyList<string> Batches
    {
        get
        {
            lock (_batches)
                return [.. _batches];
        }
    }

    public string[] Lines => string.Concat(Batches).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Completes when the first batch is being written.</summary>
    public Task Entered => _entered.Task.Soon();

    /// <summary>Completes when a batch has been refused.</summary>
    public Task Failed => _failed.Task.Soon();

    public void Stall() => _released.Reset();

    public void Release() => _released.Set();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _entered.TrySetResult();
        _released.Wait();
        if (IsFull)
        {
            _failed.TrySetResult();
            _given.Wait();
            throw new IOException("No space left on device");
        }
        lock (_batches)
            _batches.Add(Encoding.UTF8.GetString(buffer));
    }
}
