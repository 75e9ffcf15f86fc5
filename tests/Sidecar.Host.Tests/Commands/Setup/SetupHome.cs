using Sidecar.Host.Commands;

namespace Sidecar.Host.Tests.Commands.Setup;

/// <summary>A user's home directory with agents' files in it, and a command line that runs there.</summary>
internal sealed class SetupHome : IDisposable
{
    public const string Secret = "nvapi-a-key-that-nobody-may-see";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sidecar-home-");
    private readonly Dictionary<string, string> _environment;

    public SetupHome(params (string Name, string Value)[] environment) =>
        _environment = environment.Append((Name: "HOME", Value: _directory.FullName)).ToDictionary(v => v.Name, v => v.Value);

    public static SetupHome WithKeys() => new(("NVIDIA_API_KEY", Secret), ("OPENROUTER_API_KEY", Secret + "2"));

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public string Config => At("sidecar.conf");

    public string At(string path) => Path.Combine(_directory.FullName, path);

    public string Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
        return At(path);
    }

    public string Read(string path) => File.ReadAllText(At(path));

    /// <summary>Every file by its path within the directory, with its bytes as text.</summary>
    public Dictionary<string, string> Files() => Directory.EnumerateFiles(_directory.FullName, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(_directory.FullName, file).Replace('\\', '/'), file =>
            Convert.ToHexString(File.ReadAllBytes(file)));

    public Task<int> Run(params string[] arguments) => Answer(null, arguments);

    /// <summary>Runs with a person at the terminal who gives this answer.</summary>
    public async Task<int> Answer(string? answer, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var input = new StringReader(answer ?? "");
        var code = await CommandLine.RunAsync(
            ["setup", "--config", Config, .. arguments], new CommandContext(
                _environment, output, error, input, IsInteractive: answer is not null));
        (Output, Error) = (output.ToString(), error.ToString());
        Assert.DoesNotContain(Secret, Output + Error, StringComparison.Ordinal);
        return code;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
