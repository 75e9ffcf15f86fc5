using Sidecar.Dispatching;

namespace Sidecar.Host.Hosting;

/// <summary>The actors while they are starting: Akka.Hosting starts them when the files are usable, and the code that opens the gate
/// waits for them.</summary>
internal sealed class StartingActors
{
    private readonly TaskCompletionSource _files = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SidecarActors> _actors = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The actors, or the exception that kept them from starting.</summary>
    public Task<SidecarActors> Started => _actors.Task;

    /// <summary>Nothing is read or recorded before this call.</summary>
    public void FilesAreUsable() => _files.TrySetResult();

    /// <summary>There will be no actors: the server ends before it has started.</summary>
    public void Fail(Exception fault)
    {
        _actors.TrySetException(fault);
        _files.TrySetResult();
    }

    /// <summary>Starts them once the files are usable. Never throws: Akka.Hosting would only print the exception, and it has to reach the
    /// gate.</summary>
    public async Task StartAsync(Func<SidecarActors> start)
    {
        await _files.Task;
        if (_actors.Task.IsCompleted)
            return;
        try
        {
            // Starting blocks, and at that time the pool has one thread for each processor.
            _actors.TrySetResult(await OwnThread.Run(start));
        }
        catch (Exception fault)
        {
            _actors.TrySetException(fault);
        }
    }
}
