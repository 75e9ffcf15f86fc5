namespace Sidecar.Host.Configuration.Hocon;

/// <summary>What a configuration file may ask of the process that reads it. Far beyond any honest file.</summary>
internal static class HoconLimits
{
    public const int FileBytes = 1 << 20;

    /// <summary>Sections within sections, counting the dots of keys. Every walk over a tree recurses at most this deep.</summary>
    public const int Depth = 32;

    public const int References = 1000;

    /// <summary>References that lead to references.</summary>
    public const int ReferenceChain = 16;

    /// <summary>Characters that references may expand to, over the whole configuration.</summary>
    public const int ExpandedCharacters = 1 << 20;
}
