using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Deploy;

/// <summary>Serving as the container has it: a user without any right, a root that takes nothing, and two places that do.</summary>
public sealed partial class ReadOnlyRootTests
{
    private const int User = 1654;

    // The parts of the file system that a container has: the program, /tmp, the data. All else can be read only.
    private const string Enclosed = """
        set -e
        mount --bind "$1" /mnt
        mount -t tmpfs -o mode=1777,size=16m tmpfs /tmp
        mount -t tmpfs -o mode=700,uid=1654,gid=1654 tmpfs /media
        mount -o remount,bind,ro /mnt
        mount -o remount,bind,ro /
        cd /mnt
        exec setpriv --reuid=1654 --regid=1654 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all -- \
            "$2" Sidecar.Host.dll serve
        """;

    [Fact]
    public void the_image_runs_as_its_own_user_and_nothing_in_it_belongs_to_that_user_but_the_data()
    {
        var image = DeployedFile.Read("Dockerfile");
        var last = image[image.LastIndexOf("\nFROM ", StringComparison.Ordinal)..];

        Assert.Equal(["$APP_UID"], UserLine().Matches(last).Select(m => m.Groups[1].Value));
        Assert.True(last.IndexOf("\nUSER ", StringComparison.Ordinal) < last.IndexOf("\nENTRYPOINT ", StringComparison.Ordinal));
        Assert.Equal([$"chown $APP_UID:$APP_UID {ImageFile.DataDirectory}"], Owned().Matches(last).Select(m => m.Value));
        Assert.Equal("0", ImageFile.Environment["DOTNET_EnableDiagnostics"]);
    }

    [Fact]
    public void compose_takes_every_right_from_it()
    {
        var service = ComposeFiles.Service(ComposeFiles.Base, "sidecar");

        Assert.Equal("true", service.At("read_only").Text());
        Assert.Equal(["ALL"], service.At("cap_drop").Texts());
        Assert.Equal(["no-new-privileges:true"], service.At("security_opt").Texts());
        var everywhere = ComposeFiles.All.SelectMany(file => DeployedFile.Yaml(file).At("services").Members());
        Assert.All(everywhere.Where(s => s.Key == "sidecar"), s =>
            Assert.All((string[])["user", "privileged", "cap_add", "network_mode", "pid"], key => Assert.Null(s.Value.At(key))));
    }

    [Fact]
    public void kubernetes_runs_it_as_the_images_user() => Assert.All([Kustomization.Beside, Kustomization.Service], k =>
    {
        Assert.Equal((User, User), (k.Sidecar.SecurityContext.RunAsUser, k.Sidecar.SecurityContext.RunAsGroup));
        Assert.Equal(["ALL"], k.Sidecar.SecurityContext.Capabilities.Drop);
        Assert.Null(k.Sidecar.SecurityContext.Capabilities.Add);
        Assert.Equal("RuntimeDefault", k.Pod.Spec.SecurityContext.SeccompProfile.Type);
        Assert.False(k.Pod.Spec.AutomountServiceAccountToken);
        Assert.True(k.Pod.Spec is { HostNetwork: null, HostPID: null, HostIPC: null });
    });

    [ToolFact("setpriv", "util-linux")]
    public async Task it_serves_without_a_right_on_a_root_that_takes_nothing()
    {
        if (!Environment.IsPrivilegedProcess || await Run("unshare", "--mount", "true") != 0)
            return;
        await using var upstream = await FakeUpstream.Start();
        var start = new ProcessStartInfo("unshare", ["--mount", "--propagation", "private", "sh", "-c", Enclosed, "sh",
            AppContext.BaseDirectory, DotnetPath()])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        var port = FreePort();
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["HOME"] = "/",
            ["DOTNET_EnableDiagnostics"] = "0",
            ["SIDECAR_ADMIN_TOKEN"] = RunningSidecar.AdminToken,
            ["Sidecar__DataDir"] = "/media",
            ["Sidecar__Http__Urls"] = $"http://127.0.0.1:{port}",
            ["Sidecar__Backends__a__Pool"] = "primary",
            ["Sidecar__Backends__a__BaseUrl"] = upstream.BaseUrl,
            ["Sidecar__Backends__a__ApiKey"] = "k",
        })
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            Assert.True(await IsReady(client, process), process.HasExited ? await output + await errors : "not ready in time");

            using var answer = await client.SendAsync(Chat.Request()).Soon();
            var status = File.ReadAllLines($"/proc/{process.Id}/status");
            var written = Directory.GetFiles($"/proc/{process.Id}/root/media").Select(Path.GetFileName).Order();
            var temporary = Directory.GetFileSystemEntries($"/proc/{process.Id}/root/tmp");
            Assert.Equal(0, await Run("kill", "-TERM", process.Id.ToString(CultureInfo.InvariantCulture)));
            await process.WaitForExitAsync().Soon();

            Assert.Equal((200, 0), ((int)answer.StatusCode, process.ExitCode));
            Assert.Contains(status, line => Uids().IsMatch(line));
            Assert.Equal("0000000000000000", status.Single(line => line.StartsWith("CapEff:", StringComparison.Ordinal)).Split('\t')[1]);
            Assert.Contains("journal.db", written);
            Assert.Empty(temporary);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static async Task<bool> IsReady(HttpClient client, Process process)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Bounds.Start && !process.HasExited; await Task.Delay(100))
        {
            try
            {
                using var ready = await client.GetAsync(new Uri("/readyz", UriKind.Relative)).Soon();
                if (ready.StatusCode == HttpStatusCode.OK)
                    return true;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string DotnetPath() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Tool.Find("dotnet")!;

    private static async Task<int> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync().Soon();
        return process.ExitCode;
    }

    [GeneratedRegex("^USER (.+)$", RegexOptions.Multiline)]
    private static partial Regex UserLine();

    [GeneratedRegex(@"chown \S+ \S+")]
    private static partial Regex Owned();

    [GeneratedRegex(@"^Uid:\s1654\s1654\s1654\s1654$")]
    private static partial Regex Uids();
}
