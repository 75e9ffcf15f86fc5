using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Sidecar.Host.Dashboard;

/// <summary>The dashboard's files, embedded in the assembly, so that they exist however and wherever Sidecar is started.</summary>
internal static class DashboardAssets
{
    private const string Brotli = "br";

    private static readonly (string Path, string Name, string ContentType)[] Files =
    [
        ("/dashboard/dashboard.css", "dashboard.css", "text/css; charset=utf-8"),
        ("/dashboard/live.js", "live.js", "text/javascript; charset=utf-8"),
        ("/dashboard/icon.svg", "icon.svg", "image/svg+xml"),
        ("/_framework/blazor.web.js", "blazor.web.js", "text/javascript; charset=utf-8"),
    ];

    public static void MapAssets(this IEndpointRouteBuilder endpoints)
    {
        foreach (var (path, name, contentType) in Files)
        {
            var content = Read(name);
            var packed = new Lazy<byte[]>(() => Pack(content));
            var tag = Convert.ToHexStringLower(SHA256.HashData(content)[..8]);
            endpoints.MapGet(path, (HttpContext context) =>
            {
                var isPacked = context.Request.Headers.AcceptEncoding.ToString().Contains(Brotli, StringComparison.OrdinalIgnoreCase);
                // They change only with the version, but keep their names: browsers revalidate them each time and load them once.
                context.Response.Headers.CacheControl = "no-cache";
                context.Response.Headers.Vary = "Accept-Encoding";
                if (isPacked)
                    context.Response.Headers.ContentEncoding = Brotli;
                return Results.Bytes(isPacked ? packed.Value : content, contentType,
                    entityTag: new EntityTagHeaderValue($"\"{tag}{(isPacked ? "-br" : "")}\""));
            });
        }
    }

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var packing = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            packing.Write(content);
        return packed.ToArray();
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(DashboardAssets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks {name}");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
