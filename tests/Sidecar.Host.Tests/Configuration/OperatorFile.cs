using Sidecar.Host.Configuration;

namespace Sidecar.Host.Tests.Configuration;

/// <summary>A configuration file that exists for the length of one test.</summary>
internal sealed class OperatorFile : IDisposable
{
    public OperatorFile(string text) => File.WriteAllText(Path, text);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"sidecar-{Guid.NewGuid():n}.conf");

    public void Dispose() => File.Delete(Path);

    public static SettingsResult Load(string text, params (string Name, string Value)[] environment)
    {
        using var file = new OperatorFile(text);
        return SettingsLoader.Load(file.Path, environment.ToDictionary(v => v.Name, v => v.Value));
    }

    /// <summary>Fails with the faults if there are any.</summary>
    public static SidecarSettings Valid(string text, params (string Name, string Value)[] environment)
    {
        var (settings, faults) = Load(text, environment);
        Assert.Empty(faults);
        return settings!;
    }

    /// <summary>The faults of a text that must have some, without the name of the file: <c>LINE: path: message</c>.</summary>
    public static IReadOnlyList<string> Faults(string text, params (string Name, string Value)[] environment)
    {
        using var file = new OperatorFile(text);
        var (settings, faults) = SettingsLoader.Load(file.Path, environment.ToDictionary(v => v.Name, v => v.Value));
        Assert.Null(settings);
        Assert.NotEmpty(faults);
        return [.. faults.Select(f => f.ToString().Replace($"{file.Path}:", "", StringComparison.Ordinal).TrimStart())];
    }
}
