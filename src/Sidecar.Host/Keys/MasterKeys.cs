using System.Diagnostics.CodeAnalysis;

namespace Sidecar.Host.Keys;

/// <summary>The master keys in force: the first encrypts, all of them decrypt. Immutable.</summary>
public sealed class MasterKeys(IReadOnlyList<MasterKey> keys)
{
    public static readonly MasterKeys None = new([]);

    private const string Version = "v1";

    /// <summary>The key that encrypts; null if there is none.</summary>
    public MasterKey? Current => keys.Count > 0 ? keys[0] : null;

    public IReadOnlyList<string> Ids { get; } = [.. keys.Select(key => key.Id)];

    /// <summary>Encrypts to <c>v1.ID.TEXT</c>. Requires a current key.</summary>
    public string Seal(string plain, string purpose) =>
        Current is { } current ? $"{Version}.{current.Id}.{current.Encrypt(plain, purpose)}"
            : throw new InvalidOperationException("there is no master key to encrypt with");

    public bool IsCurrent(string sealedText) => Current is { } current && IdOf(sealedText) == current.Id;

    /// <summary>False, with a sentence that says which master key is missing or that the text was altered.</summary>
    public bool TryOpen(string sealedText, string purpose, [NotNullWhen(true)] out string? plain, out string fault)
    {
        (plain, fault) = (null, "");
        if (IdOf(sealedText) is not { } id)
        {
            fault = "is stored in a form that this version does not know";
            return false;
        }
        if (keys.FirstOrDefault(key => key.Id == id) is not { } sealer)
        {
            fault = $"is encrypted with the master key {id}, but "
                + $"{(keys.Count == 0 ? "no master key is given" : $"the master keys given are {string.Join(", ", Ids)}")}";
            return false;
        }
        plain = sealer.TryDecrypt(sealedText[(Version.Length + id.Length + 2)..], purpose);
        if (plain is null)
            fault = $"cannot be decrypted with the master key {id}: the stored text was damaged or belongs elsewhere";
        return plain is not null;
    }

    private static string? IdOf(string sealedText) => sealedText.Split('.') is [Version, var id, _] ? id : null;
}
