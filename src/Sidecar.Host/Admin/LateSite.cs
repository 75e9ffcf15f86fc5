namespace Sidecar.Host.Admin;

/// <summary>A pipeline with its own services, created on the first request: it costs no time at start, and no memory if it is never
/// used.</summary>
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
