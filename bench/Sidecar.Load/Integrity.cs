using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Sidecar.Load.Subjects;

namespace Sidecar.Load;

/// <summary>Whether bytes arrive unchanged and memory stays bounded: large bodies, many streams at once, and clients that stop reading;
/// everything goes through a Sidecar of its own.</summary>
internal static class Integrity
{
    private const int StalledClients = 20;

    public static async Task<int> RunAsync(int stallSeconds)
    {
        await using var bed = await Bed.StartAsync();
        await using var sidecar = await bed.StartSidecarAsync();
        var passed = await LargeBodiesAsync(sidecar) & await ManyStreamsAsync(bed, sidecar) & await StalledClientsAsync(
            sidecar, TimeSpan.FromSeconds(stallSeconds));
        return passed ? 0 : 1;
    }

    private static async Task<bool> LargeBodiesAsync(Subject sidecar)
    {
        using var client = NewClient();
        var equal = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 20), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (seed, stop) =>
        {
            var body = new byte[1 << 20];
            new Random(seed).NextBytes(body);
            using var content = new ByteArrayContent(body);
            using var answer = await client.PostAsync(new Uri(sidecar.Address, "/v1/echo"), content, stop);
            var echoed = await answer.Content.ReadAsByteArrayAsync(stop);
            if (body.AsSpan().SequenceEqual(echoed))
                Interlocked.Increment(ref equal);
        });
        return Report("1 MB bodies echoed byte for byte", equal, 20, sidecar);
    }

    private static async Task<bool> ManyStreamsAsync(Bed bed, Subject sidecar)
    {
        using var client = NewClient();
        var direct = await HashAsync(client, bed.Upstream.Address);
        var hashes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => HashAsync(client, sidecar.Address)));
        return Report("streams of 100 events equal to the upstream's own", hashes.Count(h => h == direct), 200, sidecar);
    }

    // Raw sockets, because an HTTP client would read ahead.
    private static async Task<bool> StalledClientsAsync(Subject sidecar, TimeSpan stall)
    {
        var before = Resident(sidecar);
        var sockets = new List<TcpClient>();
        for (var i = 0; i < StalledClients; i++)
        {
            var socket = new TcpClient { ReceiveBufferSize = 4096 };
            await socket.ConnectAsync(sidecar.Address.Host, sidecar.Address.Port);
            const string body = """{"model":"m","stream":true,"stream_options":{"include_usage":true}}""";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /v1/chat/completions?events=200000&gap=0 HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                    + $"application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
            sockets.Add(socket);
        }
        var peak = before;
        for (var waited = TimeSpan.Zero; waited < stall; waited += TimeSpan.FromSeconds(1))
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            peak = Math.Max(peak, Resident(sidecar));
        }
        var received = await sockets[0].GetStream().ReadAsync(new byte[16]);
        var after = Resident(sidecar);
        foreach (var socket in sockets)
            socket.Dispose();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{StalledClients} clients that stopped reading for {stall.TotalSeconds:0} s (28 MB of events each waiting upstream): "
                + $"resident {before:0.0} MB before, {peak:0.0} MB at most, {after:0.0} MB after; still connected: {received > 0}"));
        return received > 0 && peak - before < 64;
    }

    private static async Task<string> HashAsync(HttpClient client, Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/v1/chat/completions?events=100&gap=20"))
        {
            Content = new StringContent("""{"model":"m","stream":true,"stream_options":{"include_usage":true}}""", Encoding.UTF8, "application/json"),
        };
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        return Convert.ToHexString(await SHA256.HashDataAsync(body));
    }

    private static HttpClient NewClient() => new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(2) };

    private static double Resident(Subject sidecar) => ProcessAccounts.Resident(sidecar.ProcessId);

    private static bool Report(string what, int good, int all, Subject sidecar)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {good} of {all}; resident {Resident(sidecar):0.0} MB"));
        return good == all;
    }
}
