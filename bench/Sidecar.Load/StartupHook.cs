using System.Net.Sockets;
using System.Text;

/// <summary>Loaded into a measured .NET process by DOTNET_STARTUP_HOOKS, which requires a class of this name without a namespace: reports
/// over a local socket what the garbage collector has done.</summary>
internal static class StartupHook
{
    public const string SocketVariable = "SIDECAR_LOAD_GAUGE";

    /// <summary>Sent by an asker that wants everything collected first.</summary>
    public const byte CollectFirst = 1;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(SocketVariable) is { Length: > 0 } path)
            new Thread(() => Serve(path)) { IsBackground = true, Name = "gauge" }.Start();
    }

    // Blocks between questions: a measured process pays nothing for being watched.
    private static void Serve(string path)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        while (true)
        {
            using var asker = listener.Accept();
            var wish = new byte[1];
            var isCollected = asker.Receive(wish) == 1 && wish[0] == CollectFirst;
            // Twice, with finalizers between: what they let go is gone, too.
            for (var i = 0; isCollected && i < 2; i++)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
                GC.WaitForPendingFinalizers();
            }
            var memory = GC.GetGCMemoryInfo();
            asker.Send(Encoding.ASCII.GetBytes(
                $"{GC.GetTotalAllocatedBytes(precise: true)} {GC.CollectionCount(0)} {GC.GetTotalPauseDuration().Ticks} "
                    + $"{(isCollected ? GC.GetTotalMemory(false) : memory.HeapSizeBytes)} {memory.TotalCommittedBytes}"));
        }
    }
}
