using System.Globalization;

namespace Sidecar.Host.Storage.Chain;

/// <summary>A file elsewhere to which each file's checkpoints are appended, one line each: it shows if both journal and ledger are
/// replaced by older copies.</summary>
/// <param name="path">Its path; best in a place where Sidecar can append but not remove.</param>
public sealed class Witness(string path)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);

    /// <summary>Appends a file's last checkpoint, if it is new. Throws <see cref="WitnessException"/>.</summary>
    public void Tell(string file, DateTimeOffset at)
    {
        var name = Path.GetFileName(file);
        lock (_lock)
        {
            if (CrossLink.LastOf(file) is not { } head || _told.GetValueOrDefault(name) == head.Row)
                return;
            Append(string.Create(CultureInfo.InvariantCulture, $"{at:O} {name} {head.Row} {Convert.ToHexStringLower(head.Hash)}\n"));
            _told[name] = head.Row;
        }
    }

    /// <summary>Reads what was appended. Throws <see cref="IOException"/>, or <see cref="InvalidDataException"/> if a line has another
    /// form.</summary>
    public static IReadOnlyList<WitnessedHead> Read(string path) =>
        [.. File.ReadLines(path).Where(line => line.Length > 0).Select((line, index) => Parse(line) ?? throw new InvalidDataException(
            $"line {index + 1} is not one that Sidecar wrote"))];

    private void Append(string line)
    {
        try
        {
            File.AppendAllText(path, line);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WitnessException($"The witness '{path}' could not be told: {fault.Message}", fault);
        }
    }

    private static WitnessedHead? Parse(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 4 || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        try
        {
            return new WitnessedHead(parts[1], id, Convert.FromHexString(parts[3]));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <summary>The witness could not be written to; nothing else is wrong.</summary>
public sealed class WitnessException(string message, Exception cause) : IOException(message, cause);

/// <summary>An entry of a witness: a file had a checkpoint with this seal.</summary>
public sealed record WitnessedHead(string File, long Checkpoint, byte[] Seal);
