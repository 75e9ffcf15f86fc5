using System.Text;

namespace Sidecar.Host.Configuration.Hocon;

/// <summary>Reads a HOCON file from disk, within <see cref="HoconLimits"/>.</summary>
internal static class HoconFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Null if the file is unusable; <paramref name="faults"/> then says why.</summary>
    public static HoconObject? Read(string file, IReadOnlyDictionary<string, string> environment, FaultList faults)
    {
        if (ReadText(file, faults) is not { } text)
            return null;
        var own = new FaultList();
        var root = HoconReader.Read(text, file, environment, own);
        // What is wrong with it in detail does not help if it is something else altogether.
        if ((own.Any || root?.Members.Keys.Any(IsSection) != true) && ForeignText.Find(text, file) is { } kind)
        {
            Refuse(file, faults, kind);
            return null;
        }
        faults.Add(own);
        return root;
    }

    /// <summary>A file that comes with the program: beside it, else within it.</summary>
    public static HoconObject? ReadShipped(string file, IReadOnlyDictionary<string, string> environment, FaultList faults)
    {
        if (File.Exists(file) || typeof(HoconFile).Assembly.GetManifestResourceStream($"hocon/{Path.GetFileName(file)}") is not { } within)
            return Read(file, environment, faults);
        using var reader = new StreamReader(within, Strict);
        return HoconReader.Read(reader.ReadToEnd(), file, environment, faults);
    }

    private static bool IsSection(string name) => name is "sidecar" or "akka";

    private static string? ReadText(string file, FaultList faults)
    {
        try
        {
            if (Directory.Exists(file))
                return Refuse(file, faults, "is a directory, not a file");
            using var stream = File.OpenRead(file);
            // One byte more than allowed is read, because devices and pipes do not tell their length in advance.
            var bytes = new byte[HoconLimits.FileBytes + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length > HoconLimits.FileBytes
                ? Refuse(file, faults, "is larger than 1 MiB")
                : Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return Refuse(file, faults, "is not UTF-8 text");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refuse(file, faults, "does not exist");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Refuse(file, faults, "cannot be read");
        }
    }

    private static string? Refuse(string file, FaultList faults, string message)
    {
        faults.Add(file, message);
        return null;
    }
}
