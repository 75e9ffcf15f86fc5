using System.Security.Cryptography;
using System.Text;

namespace Sidecar.Host.Commands.Setup.Pointing;

/// <summary>A file of the user's: read and replaced whole, so that nobody ever finds half of it.</summary>
internal static class OwnedFile
{
    private const int Largest = 4 * 1024 * 1024;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Null: there is no such file. Throws <see cref="FormatException"/> if it is too large to be a configuration.</summary>
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

    /// <summary>Keeps the mode of the file that was there; a new one is its owner's alone, for such files hold keys.</summary>
    public static void Write(string path, byte[] bytes)
    {
        // Behind a link (people keep such files elsewhere) the file itself is replaced, and the link stays.
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
