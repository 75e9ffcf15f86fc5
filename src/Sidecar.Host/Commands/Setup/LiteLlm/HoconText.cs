namespace Sidecar.Host.Commands.Setup.LiteLlm;

/// <summary>Writes values so that HOCON reads them as they were.</summary>
internal static class HoconText
{
    public static string Quoted(string text) =>
        $"\"{string.Concat(text.Select(c => c is '"' or '\\' ? $"\\{c}" : char.IsControl(c) ? " " : c.ToString()))}\"";
}
