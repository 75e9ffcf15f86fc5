using Sidecar.Host.Commands;
using Sidecar.Host.Configuration;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Host.Tests.Deploy;

/// <summary>A deployed configuration, with its secrets as files in the test's own directory, and the environment it is read with.</summary>
internal sealed class DeployedSettings : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<string, string> _environment;

    /// <param name="file">The configuration's path in the repository.</param>
    /// <param name="secretsAt">The directory in which it expects its secrets; replaced by the test's own directory.</param>
    public DeployedSettings(string file, string secretsAt, IReadOnlyDictionary<string, string> secrets,
        IReadOnlyDictionary<string, string> environment)
    {
        foreach (var (name, value) in secrets)
            File.WriteAllText(Path.Combine(_directory.Path, name), value);
        ConfigurationFile = Path.Combine(_directory.Path, "sidecar.conf");
        File.WriteAllText(ConfigurationFile, DeployedFile.Read(file)
            .Replace($"\"{secretsAt}/", $"\"{_directory.Path}/", StringComparison.Ordinal));
        _environment = environment.ToDictionary(v => v.Key, v => v.Value == secretsAt ? _directory.Path : v.Value);
    }

    public string ConfigurationFile { get; }

    /// <summary>What the command <c>check</c> says about it.</summary>
    public (int Code, string Output) Check()
    {
        using var output = new StringWriter();
        var code = CheckCommand.Run(ConfigurationFile, new CommandContext(_environment, output, output), isElsewhere: true);
        return (code, output.ToString());
    }

    /// <summary>The settings of a configuration that must be valid.</summary>
    public SidecarSettings Valid()
    {
        var (code, output) = Check();
        Assert.True(code == 0, output);
        return SettingsLoader.Load(ConfigurationFile, _environment).Settings!;
    }

    public void Dispose() => _directory.Dispose();
}
