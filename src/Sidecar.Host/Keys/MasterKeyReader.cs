namespace Sidecar.Host.Keys;

/// <summary>Reads the master keys from where the configuration says they are: one per line, or separated by commas; the first is the
/// current one. Faults never repeat what was found.</summary>
internal static class MasterKeyReader
{
    /// <summary>The environment variable with the keys if no file is named.</summary>
    public const string Variable = "SIDECAR_MASTER_KEY";

    private const int LargestFile = 64 * 1024;

    private static readonly char[] Separators = ['\r', '\n', ',', ' ', '\t'];

    public static MasterKeys Read(string file, IReadOnlyDictionary<string, string> environment, out string fault)
    {
        var value = environment.GetValueOrDefault(Variable) ?? "";
        fault = file.Length > 0 && value.Trim().Length > 0
            ? $"and the environment variable {Variable} both give master keys: keep one of them" : "";
        if (fault.Length > 0 || (file.Length == 0 && value.Trim().Length == 0))
            return MasterKeys.None;
        var text = file.Length == 0 ? value : TextOf(file, out fault);
        return fault.Length > 0 ? MasterKeys.None
            : Parse(text, file.Length == 0 ? $"the environment variable {Variable}" : "the file", out fault);
    }

    private static MasterKeys Parse(string text, string place, out string fault)
    {
        var texts = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        fault = texts.Length == 0 ? $"{place} is empty"
            : Array.Exists(texts, each => each.Length < MasterKey.ShortestText)
                ? $"{place} holds a master key of fewer than {MasterKey.ShortestText} characters (openssl rand -base64 32 makes a good one)"
            : "";
        return fault.Length > 0 ? MasterKeys.None
            : new MasterKeys([.. texts.Distinct(StringComparer.Ordinal).Select(each => new MasterKey(each))]);
    }

    private static string TextOf(string file, out string fault)
    {
        fault = "";
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > LargestFile })
            {
                fault = "the file is too large to hold master keys";
                return "";
            }
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            fault = e is FileNotFoundException or DirectoryNotFoundException ? "the file does not exist" : "the file cannot be read";
            return "";
        }
    }
}
