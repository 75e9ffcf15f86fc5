using System.Runtime.InteropServices;
using System.Text;

namespace Sidecar.Domain.Tests.Fuzz;

/// <summary>Damages valid bytes as a provider, a client or a network between them might. The same seed gives the same bytes.</summary>
internal sealed class Mutation(IReadOnlyList<byte[]> corpus, int seed)
{
    private const int Longest = 8 * 1024;

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "\"", "\\\"", "\\u0000", "\\ud800", "{", "}", "[", "]", ":", ",", "null", "true", "-", "1e999", "-1e999", "0.0000001", "1e3",
                "12.0",
            "99999999999999999999", "\r\n\r\n", "\n\n", "\r", "\0", "data: ", "data:", "event: error\n", ": ping\n\n", "id: 1\n", "[DONE]",
                "--", "\r\n--b--\r\n",
            "\"error\":", "\"usage\":", "\"code\":429", "\"type\":\"error\"", "\"model\":\"m\"", "\"stream\":true", "\"choices\":null",
                "\"prompt_tokens\":",
            "Content-Disposition: form-data; name=\"model\"\r\n\r\n", "retry-after", "1m12.5s", "Wed, 21 Oct 2026 07:28:00 GMT", "%2f..%2F",
                "%25%32%66", ";r=0;t=1",
            "Content-Length: 7\r\n", "Content-Length: -1\r\n", "Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip\r\n",
                "5\r\nhello\r\n",
            "0\r\n\r\n", "80000000\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 204 No Content\r\n", "Connection: keep-alive\r\n",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0x80], [0xEF, 0xBB, 0xBF], [0xF0, 0x9F, 0x98], [0xE2, 0x80, 0xA8],
        [.. Enumerable.Repeat((byte)'[', 300)], [.. Enumerable.Repeat((byte)'{', 300)], [.. Enumerable.Repeat((byte)' ', 300)],
            [.. Enumerable.Repeat((byte)'9', 300)],
    ];

    private readonly Random _chance = new(seed);

    /// <summary>An input from the corpus with one to six damages; now and then nothing but random bytes.</summary>
    public byte[] Next()
    {
        if (_chance.Next(50) == 0)
            return Noise(_chance.Next(200));
        var bytes = new List<byte>(Any());
        for (var times = _chance.Next(1, 7); times > 0; times--)
            Damage(bytes);
        return CollectionsMarshal.AsSpan(bytes)[..Math.Min(bytes.Count, Longest)].ToArray();
    }

    /// <summary>Cuts bytes into pieces, some of them empty.</summary>
    public IEnumerable<(int At, int Length)> Pieces(int length)
    {
        for (var at = 0; at < length;)
        {
            var piece = Math.Min(length - at, _chance.Next(4) == 0 ? _chance.Next(3) : _chance.Next(1, 200));
            yield return (at, piece);
            at += piece;
        }
    }

    private void Damage(List<byte> bytes)
    {
        var (at, length) = Range(bytes.Count);
        switch (_chance.Next(8))
        {
            case 0 when bytes.Count > 0:
                bytes[_chance.Next(bytes.Count)] ^= (byte)(1 << _chance.Next(8));
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4:
                bytes.InsertRange(at, Any());
                break;
            case 5:
                bytes.InsertRange(at, Noise(_chance.Next(8)));
                break;
            default:
                bytes.InsertRange(at, Tokens[_chance.Next(Tokens.Length)]);
                break;
        }
    }

    private (int At, int Length) Range(int count)
    {
        var at = _chance.Next(count + 1);
        return (at, _chance.Next(Math.Min(count - at, 64) + 1));
    }

    private byte[] Any() => corpus[_chance.Next(corpus.Count)];

    private byte[] Noise(int length)
    {
        var noise = new byte[length];
        _chance.NextBytes(noise);
        return noise;
    }
}
