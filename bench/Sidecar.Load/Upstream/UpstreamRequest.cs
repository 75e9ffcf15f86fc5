using System.Buffers.Text;
using System.Text;

namespace Sidecar.Load.Upstream;

/// <summary>What the upstream looks at in a request's head; the path says everything it is asked to do, so no body has to be parsed as
/// JSON.</summary>
/// <param name="Length">The length of the body; null if it is chunked, which this upstream does not read.</param>
internal readonly record struct UpstreamRequest(string Path, string Query, long? Length)
{
    private static ReadOnlySpan<byte> ContentLength => "\r\ncontent-length:"u8;

    private static ReadOnlySpan<byte> Chunked => "\r\ntransfer-encoding:"u8;

    public static UpstreamRequest Parse(ReadOnlySpan<byte> head)
    {
        var target = head[(head.IndexOf((byte)' ') + 1)..];
        target = target[..target.IndexOf((byte)' ')];
        var question = target.IndexOf((byte)'?');
        var path = question < 0 ? target : target[..question];
        var query = question < 0 ? "" : Encoding.ASCII.GetString(target[(question + 1)..]);
        return new UpstreamRequest(PathOf(path), query, LengthOf(head));
    }

    /// <summary>The number that the query gives for this name, e.g. <c>events=100</c>.</summary>
    public int? Number(string name)
    {
        foreach (var range in Query.AsSpan().Split('&'))
        {
            var part = Query.AsSpan(range);
            if (part.StartsWith(name, StringComparison.Ordinal) && part.Length > name.Length && part[name.Length] == '=')
                return int.Parse(part[(name.Length + 1)..]);
        }
        return null;
    }

    private static string PathOf(ReadOnlySpan<byte> path) =>
        path.SequenceEqual("/v1/chat/completions"u8) ? "/v1/chat/completions" : Encoding.ASCII.GetString(path);

    private static long? LengthOf(ReadOnlySpan<byte> head)
    {
        for (var rest = head; rest.IndexOf("\r\n"u8) is var at and >= 0; rest = rest[(at + 2)..])
        {
            var line = rest[at..];
            if (line.Length >= ContentLength.Length && Ascii.EqualsIgnoreCase(line[..ContentLength.Length], ContentLength))
                return Utf8Parser.TryParse(line[ContentLength.Length..].TrimStart((byte)' '), out long length, out _) ? length : 0;
            if (line.Length >= Chunked.Length && Ascii.EqualsIgnoreCase(line[..Chunked.Length], Chunked))
                return null;
        }
        return 0;
    }
}
