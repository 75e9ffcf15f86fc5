namespace Sidecar.Load.Subjects;

/// <summary>How a process under measurement is started.</summary>
/// <param name="Probe">The path that answers 200 once it is ready.</param>
/// <param name="Tuned">Whether it runs with the load's own settings instead of the framework's defaults: for the upstream, which is not a
/// subject.</param>
/// <param name="Gauged">Whether it has the start-up hook that reports on its garbage collector.</param>
internal sealed record SubjectStart(string Name, int Port, string Probe, string Assembly, IReadOnlyList<string> Arguments,
    bool Tuned = false, bool Gauged = true)
{
    private static string Program => typeof(SubjectStart).Assembly.Location;

    public static SubjectStart Upstream(int port) => Own("upstream", port, [$"{port}"]) with { Tuned = true, Gauged = false };

    public static SubjectStart Yarp(int port, Uri upstream) => Own("yarp", port, [$"{port}", upstream.ToString()]);

    public static SubjectStart Bare(int port, Uri upstream) => Own("bare", port, [$"{port}", upstream.ToString()]);

    public static SubjectStart Sidecar(int port, string directory, string config) =>
        new("sidecar", port, "/readyz", Path.Combine(directory, "Sidecar.Host.dll"), ["serve", "--config", config]);

    private static SubjectStart Own(string role, int port, string[] arguments) => new(role, port, "/", Program, [role, .. arguments]);
}
