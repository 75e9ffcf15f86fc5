namespace Sidecar.Load.Subjects;

/// <summary>The upstream that everything is measured against, and a folder for what the subjects write; both are removed with the
/// bed.</summary>
internal sealed class Bed : IAsyncDisposable
{
    private readonly string _sidecarDirectory;

    private Bed(DirectoryInfo folder, Subject upstream, string sidecarDirectory) =>
        (Folder, Upstream, _sidecarDirectory) = (folder, upstream, sidecarDirectory);

    public DirectoryInfo Folder { get; }

    public Subject Upstream { get; }

    public static async Task<Bed> StartAsync(string? sidecarDirectory = null)
    {
        var folder = Directory.CreateTempSubdirectory("sidecar-load-");
        var upstream = await Subject.StartAsync(SubjectStart.Upstream(FreePort.Next()), folder);
        return new Bed(folder, upstream, sidecarDirectory ?? BuildOutput());
    }

    public Task<Subject> StartYarpAsync() => Subject.StartAsync(SubjectStart.Yarp(FreePort.Next(), Upstream.Address), Folder);

    public Task<Subject> StartBareAsync() => Subject.StartAsync(SubjectStart.Bare(FreePort.Next(), Upstream.Address), Folder);

    public async Task<Subject> StartSidecarAsync()
    {
        var port = FreePort.Next();
        return await Subject.StartAsync(Sidecar(port, await SidecarConfig.OneBackendAsync(Folder, port, Upstream.Address)), Folder);
    }

    /// <param name="more">Further settings inside <c>sidecar</c>.</param>
    public async Task<Subject> StartSidecarAsync(IEnumerable<string> backends, string more = "")
    {
        var port = FreePort.Next();
        return await Subject.StartAsync(Sidecar(port, await SidecarConfig.WriteAsync(Folder, port, backends, more)), Folder);
    }

    public SubjectStart Sidecar(int port, string config) => SubjectStart.Sidecar(port, _sidecarDirectory, config);

    public async ValueTask DisposeAsync()
    {
        await Upstream.DisposeAsync();
        Folder.Delete(recursive: true);
    }

    private static string BuildOutput() => Path.Combine(Repository.Root, "src", "Sidecar.Host", "bin", "Release", "net10.0");
}
