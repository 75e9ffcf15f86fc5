using System.Text.Json;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

public sealed class DescriptionTests
{
    [Fact]
    public async Task the_document_knows_every_admin_path_and_every_key_of_a_backend()
    {
        await using var sidecar = await RunningSidecar.Start(Calm);

        using var response = await sidecar.Get("/openapi/v1.json");

        var document = JsonDocument.Parse(await response.Text()).RootElement;
        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name.TrimEnd('/')).ToList();
        Assert.All(
            ["/admin/backends", "/admin/backends/{id}", "/admin/backends/{id}/cooldown", "/admin/backends/{id}/test", "/admin/keys",
                "/admin/keys/rotate", "/admin/audit", "/admin/usage"],
            path => Assert.Contains(path, paths));
        Assert.Equal(
            ["backend", "from", "to", "after", "limit"],
            document.GetProperty("paths").GetProperty("/admin/audit").GetProperty("get").GetProperty("parameters").EnumerateArray()
                .Select(each => each.GetProperty("name").GetString()!));
        Assert.All(paths, path => Assert.StartsWith("/admin", path, StringComparison.Ordinal));
        var keys = document.GetProperty("components").GetProperty("schemas").GetProperty("Backend").GetProperty("properties")
            .EnumerateObject().Select(key => key.Name).ToList();
        Assert.All(["id", "pool", "base-url", "api-key", "api-key-env", "rpm", "timeout", "models", "headers", "enabled"], key =>
            Assert.Contains(key, keys));
        Assert.Equal(["Backend"], document.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .Select(schema => schema.Name));
        Assert.Contains("admin-token", document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject()
            .Select(scheme => scheme.Name));
    }

    [Fact]
    public async Task the_page_loads_nothing_from_elsewhere()
    {
        await using var sidecar = await RunningSidecar.Start(Calm);

        using var response = await sidecar.Client.GetAsync(new Uri("/scalar/", UriKind.Relative)).Soon();

        var page = await response.Text();
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Contains("scalar", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://cdn", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("src=\"https?:", page);
    }
}
