using System.Security.Cryptography;
using System.Text;

namespace Sidecar.Host.Commands.Setup.Pointing;

/// <summary>A file that belongs to the user: read and replaced as a whole, so that nobody ever sees half of it.</summary>
internal static class OwnedFile
{
    private const int Largest = 4 * 1024 * 1024;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The content; null if there is no such file. Throws <see cref="FormatException"/> if it is too large to be a
    /// configuration.</summary>
    public static byte[]? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        return new FileInfo(path).Length <= Largest ? File.ReadAllBytes(path) : throw new FormatException("it is too large");
    }

    public static string TextOf(byte[]? bytes)
    {
        try
        {
            return Strict.GetString(bytes ?? []);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("it is not UTF-8");
        }
    }

    public static byte[] BytesOf(string text) => Strict.GetBytes(text);

    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Keeps the mode of an existing file; a new one is readable by its owner only, because such files hold keys.</summary>
    public static void Write(string path, byte[] bytes)
    {
        // If the path is a link (people keep such files elsewhere), the target is replaced and the link stays.
        var target = new FileInfo(path).LinkTarget is null ? path
            : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var draft = $"{target}.sidecar-new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File.Exists(target) ? File.GetUnixFileMode(target) : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, target, overwrite: true);
    }
}
