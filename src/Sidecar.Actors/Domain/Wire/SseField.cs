namespace Sidecar.Domain.Wire;

/// <summary>Reads one line of an event stream as <c>name</c>, <c>name:value</c> or <c>name: value</c>.</summary>
internal static class SseField
{
    public static bool TryRead(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!line.StartsWith(name))
            return false;
        if (line.Length == name.Length)
            return true;
        if (line[name.Length] != ':')
            return false;

        value = line[(name.Length + 1)..];
        if (value.Length > 0 && value[0] == ' ')
            value = value[1..];
        return true;
    }
}
