namespace Sidecar.Dispatching;

/// <summary>Runs long blocking work on a thread of its own: the thread pool starts with one thread per processor and adds others one at a
/// time, half a second apart.</summary>
internal static class OwnThread
{
    public static Task Run(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public static Task<T> Run<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
