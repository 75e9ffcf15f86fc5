using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace Sidecar.Load.Subjects;

/// <summary>YARP set up as in its documentation's sample of direct forwarding: the reference for Sidecar.</summary>
internal static class PlainYarp
{
    public static async Task<int> RunAsync(int port, string upstream)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddHttpForwarder();
        var app = builder.Build();
        var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            EnableMultipleHttp2Connections = true,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(15),
        });
        app.MapForwarder("/{**rest}", upstream, ForwarderRequestConfig.Empty, HttpTransformer.Default, client);
        await app.RunAsync();
        return 0;
    }
}
