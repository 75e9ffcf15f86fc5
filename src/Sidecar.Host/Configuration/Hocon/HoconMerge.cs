namespace Sidecar.Host.Configuration.Hocon;

/// <summary>Merges values as HOCON does: sections are merged, anything else is replaced and keeps its place in the order.</summary>
internal static class HoconMerge
{
    /// <summary>Puts a value at the place of a dotted key, within one file.</summary>
    public static void Place(HoconObject target, IReadOnlyList<string> segments, HoconNode value)
    {
        foreach (var segment in segments.SkipLast(1))
        {
            if (target.Members.GetValueOrDefault(segment) is not HoconObject next)
                target.Members[segment] = next = new HoconObject(value.At);
            target = next;
        }
        Put(target, segments[^1], value, sameFile: true);
    }

    /// <summary>Merges <paramref name="upper"/> into <paramref name="lower"/>, which is modified.</summary>
    public static void Lay(HoconObject lower, HoconObject upper, bool sameFile = false)
    {
        lower.Reopened ??= upper.Reopened;
        foreach (var (key, value) in upper.Members)
            Put(lower, key, value, sameFile);
    }

    private static void Put(HoconObject target, string key, HoconNode value, bool sameFile)
    {
        var present = target.Members.GetValueOrDefault(key);
        if (present is HoconObject lower && value is HoconObject upper)
        {
            if (sameFile && lower.IsBlock && upper.IsBlock)
                lower.Reopened ??= upper.At;
            // A fault of a section as a whole belongs to the operator's file, not to the shipped one below it.
            if (!sameFile)
                lower.At = upper.At;
            lower.IsBlock |= upper.IsBlock;
            Lay(lower, upper, sameFile);
            return;
        }
        if (value is HoconReference reference)
            reference.Previous ??= present;
        target.Members[key] = value;
    }
}
