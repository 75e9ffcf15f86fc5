using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration.Options;
using Sidecar.Host.Storage.Postgres;

namespace Sidecar.Host.Configuration;

/// <summary>Reads credentials from where the configuration says they are. Faults name the place, never what was found there.</summary>
internal sealed class SecretReader(IReadOnlyDictionary<string, string> environment)
{
    /// <summary>The end of the fault for a file with more than one line.</summary>
    public const string SeveralLines = "holds several lines";

    private const int LargestFile = 64 * 1024;
    private const int ShortestToken = 16;

    /// <summary>A credential written in the configuration itself.</summary>
    public static ApiKey? Literal(string text, out string fault) => Checked(text, "the value", out fault);

    public ApiKey? Variable(string name, out string fault)
    {
        fault = "";
        if (!IsVariableName(name))
        {
            // Most likely the key itself was pasted here, so it must not be repeated.
            fault = "must be the name of an environment variable, not the secret itself";
            return null;
        }
        if (environment.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value))
            return Checked(value.Trim(), $"environment variable {name}", out fault);
        fault = $"environment variable {name} is not set";
        return null;
    }

    /// <summary>The token of the admin endpoints: from its file if one is named, else from its variable, which may be absent.</summary>
    public ApiKey? AdminToken(AdminOptions admin, out string fault)
    {
        var token = admin.TokenFile.Length > 0 ? File(admin.TokenFile, out fault) : OptionalVariable(admin.TokenEnv, out fault);
        if (token is null || token.Reveal().Length >= ShortestToken)
            return token;
        fault = $"the admin token is shorter than {ShortestToken} characters: others could guess it (openssl rand -hex 32 makes one)";
        return null;
    }

    /// <summary>A variable that may be absent: null without a fault then.</summary>
    public ApiKey? OptionalVariable(string name, out string fault)
    {
        fault = "";
        return name.Length == 0 || (environment.GetValueOrDefault(name) ?? "").Trim().Length == 0 && IsVariableName(name) ? null
            : Variable(name, out fault);
    }

    /// <summary>A PostgreSQL connection string.</summary>
    public ApiKey? PostgresConnection(string name, out string fault)
    {
        if (name.Length == 0)
            fault = "must name the environment variable that holds the connection string of PostgreSQL";
        else if (!IsVariableName(name))
            fault = "must be the name of an environment variable, not the connection string itself";
        else if (environment.GetValueOrDefault(name) is not { } text || string.IsNullOrWhiteSpace(text))
            fault = $"environment variable {name} is not set";
        else if (PostgresDatabase.FaultOf(text) is { Length: > 0 } wrong)
            fault = $"environment variable {name} {wrong}";
        else
        {
            fault = "";
            return new ApiKey(text);
        }
        return null;
    }

    public static ApiKey? File(string path, out string fault) =>
        TextOf(path, out fault) is { } text ? Checked(text.Trim(), "the file", out fault) : null;

    /// <summary>The keys of a file with one per line, each with its fault; blank lines and lines that begin with # are skipped.</summary>
    public static IReadOnlyList<(ApiKey? Key, string Fault)> Lines(string path, out string fault)
    {
        if (TextOf(path, out fault) is not { } text)
            return [];
        var keys = new List<(ApiKey?, string)>();
        foreach (var (index, line) in text.Split('\n').Select(line => line.Trim()).Index())
            if (line.Length > 0 && line[0] != '#')
                keys.Add((Checked(line, $"line {(index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)}", out var wrong),
                    wrong));
        if (keys.Count == 0)
            fault = "the file holds no key";
        return keys;
    }

    private static string? TextOf(string path, out string fault)
    {
        fault = "";
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length <= LargestFile)
                return System.IO.File.ReadAllText(path);
            fault = $"the file is too large to be a key{Quoting.Place(path)}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            fault = (e is FileNotFoundException or DirectoryNotFoundException ? "the file does not exist" : "the file cannot be read")
                + Quoting.Place(path);
        }
        return null;
    }

    /// <summary>Some keys look like names, but none is as short as the usual names of variables.</summary>
    private static bool IsVariableName(string name) =>
        name.Length is > 0 and <= 48 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static ApiKey? Checked(string secret, string place, out string fault)
    {
        fault = secret.Length == 0 ? $"{place} is empty"
            : secret.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? $"{place} must hold the key alone, without 'Bearer'"
            : secret.Contains('\n', StringComparison.Ordinal) ? $"{place} {SeveralLines}"
            : !secret.All(c => c is > ' ' and <= '~') ? $"{place} holds blanks or characters that cannot stand in a header"
            : "";
        return fault.Length == 0 ? new ApiKey(secret) : null;
    }
}
