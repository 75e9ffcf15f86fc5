namespace Sidecar.Dispatching;

/// <summary>Runs what blocks for long in a thread of its own: the pool begins with one thread for each processor and adds others one by
/// one, half a second apart.</summary>
internal static class OwnThread
{
    public static Task Run(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public static Task<T> Run<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
