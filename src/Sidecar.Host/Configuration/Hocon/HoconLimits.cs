namespace Sidecar.Host.Configuration.Hocon;

/// <summary>Limits of a configuration file, far above any sensible file.</summary>
internal static class HoconLimits
{
    public const int FileBytes = 1 << 20;

    /// <summary>The depth of nested sections, including those in dotted keys. Every recursion over a tree is at most this deep.</summary>
    public const int Depth = 32;

    public const int References = 1000;

    /// <summary>The length of a chain of references to references.</summary>
    public const int ReferenceChain = 16;

    /// <summary>The characters that references may expand to in the whole configuration.</summary>
    public const int ExpandedCharacters = 1 << 20;
}
