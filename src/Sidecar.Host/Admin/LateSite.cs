namespace Sidecar.Host.Admin;

/// <summary>A pipeline with services of its own, made when it is first asked: a start has no time for it, and a server that nobody asks no
/// memory.</summary>
internal sealed class LateSite(Func<ServiceProvider> services, Func<IServiceProvider, RequestDelegate> pipeline) : IAsyncDisposable
{
    private readonly Lazy<(ServiceProvider Services, RequestDelegate Pipeline)> _site = new(() =>
    {
        var made = services();
        return (made, pipeline(made));
    });

    public async Task InvokeAsync(HttpContext context)
    {
        await using var scope = _site.Value.Services.CreateAsyncScope();
        var server = context.RequestServices;
        context.RequestServices = scope.ServiceProvider;
        try
        {
            await _site.Value.Pipeline(context);
        }
        finally
        {
            context.RequestServices = server;
        }
    }

    public ValueTask DisposeAsync() => _site.IsValueCreated ? _site.Value.Services.DisposeAsync() : ValueTask.CompletedTask;
}
