using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Dashboard;

/// <summary>Open pages while the server stops.</summary>
public sealed class StoppingTests
{
    [Fact]
    public async Task a_page_whose_socket_was_closed_gets_no_other_that_the_drain_would_wait_for()
    {
        await using var sidecar = await RunningSidecar.Start(Calm);
        using var visitor = new Visitor(sidecar.Address);
        using var door = await visitor.SignIn(RunningSidecar.AdminToken);
        var before = await Negotiate(visitor);
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var asked = new ManualResetEventSlim();
        sidecar.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() =>
        {
            // The shutdown pauses here, while Kestrel still listens, until the page has made its request.
            stopping.SetResult();
            asked.Wait(Bounds.Wait);
        });

        var stopped = Task.Run(sidecar.StopAsync);
        await stopping.Task.Soon();
        var after = await Negotiate(visitor);
        asked.Set();
        await stopped.Soon();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (before, after));
    }

    private static async Task<HttpStatusCode> Negotiate(Visitor visitor)
    {
        using var response = await visitor.Client.PostAsync(new Uri("/_blazor/negotiate?negotiateVersion=1", UriKind.Relative), null)
            .Soon();
        return response.StatusCode;
    }
}
