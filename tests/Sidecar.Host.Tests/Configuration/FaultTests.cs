using Sidecar.Host.Configuration;

namespace Sidecar.Host.Tests.Configuration;

public sealed class FaultTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Good = "pool = primary, base-url = \"https://x/v1\"";

    [Theory]
    [InlineData("http.drian = 3s", "sidecar.http.drian: unknown key (did you mean drain?)")]
    [InlineData("bakends {}", "sidecar.bakends: unknown key (did you mean backends?)")]
    [InlineData("zzzzzzzz = 1", "sidecar.zzzzzzzz: unknown key")]
    [InlineData("http = 3", "sidecar.http: must be a section in { }")]
    [InlineData("http.urls { a = 1 }", "sidecar.http.urls: must be a single value")]
    [InlineData("pools = primary", "sidecar.pools: must be a list in [ ]")]
    [InlineData("http.drain = 30", "sidecar.http.drain: '30' is not a duration such as 500ms, 30s, 10m, 1h or 2d")]
    [InlineData("http.drain = -3s", "sidecar.http.drain: '-3s' is not a duration such as 500ms, 30s, 10m, 1h or 2d")]
    [InlineData("http.drain = 2h", "sidecar.http.drain: must be between 0s and 1h")]
    [InlineData("http.deadline = 0s", "sidecar.http.deadline: must be between 1ms and 1d")]
    [InlineData($"backends.a {{ {Good}, rpd-resets = midnight }}",
        "sidecar.backends.a.rpd-resets: must be a time of day with its offset from UTC: \"00:00Z\", \"07:30Z\", \"00:00-08:00\"")]
    [InlineData($"backends.a {{ {Good}, rpd = -1 }}", "sidecar.backends.a.rpd: must be between 0 and 1000000000")]
    [InlineData("http.max-request-body = 3 parsecs",
        "sidecar.http.max-request-body: '3 parsecs' is not a size such as 32MiB, 10MB or 1024")]
    [InlineData("http.max-request-body = 2GiB", "sidecar.http.max-request-body: must be between 1KiB and 1GiB")]
    [InlineData("http.allow-open = maybe", "sidecar.http.allow-open: 'maybe' is not true or false")]
    [InlineData("http.urls = \"\"", "sidecar.http.urls: is empty")]
    [InlineData("http.urls = \"127.0.0.1:8080\"", "sidecar.http.urls: '127.0.0.1:8080' is not an address such as http://127.0.0.1:8080")]
    [InlineData("http.urls = \"ftp://127.0.0.1\"", "sidecar.http.urls: 'ftp://127.0.0.1' must begin with http:// or https://")]
    [InlineData("http.urls = \"http://[::1]:1/x\"", "sidecar.http.urls: 'http://[::1]:1/x' must end after the port")]
    [InlineData("http.urls = \"http://[::1]:70000\"", "sidecar.http.urls: 'http://[::1]:70000' has no valid port")]
    [InlineData("data-dir = \"\"", "sidecar.data-dir: must name a directory")]
    [InlineData("storage { provider = postgres, connection-string-env = \"\" }",
        "sidecar.storage.connection-string-env: must name the environment variable that holds the connection string of PostgreSQL")]
    [InlineData("storage { provider = postgres, connection-string-env = NOT_SET }",
        "sidecar.storage.connection-string-env: environment variable NOT_SET is not set")]
    [InlineData("storage { provider = postgres, connection-string-env = \"Host=x;Password=y\" }",
        "sidecar.storage.connection-string-env: must be the name of an environment variable, not the connection string itself")]
    [InlineData("storage.provider = 1", "sidecar.storage.provider: '1' is not one of sqlite, postgres")]
    [InlineData("pools = []", "sidecar.pools: at least one pool is needed")]
    [InlineData("pools = [a, a]", "sidecar.pools.1: 'a' is listed twice")]
    [InlineData("pools = [\"a b\"]", "sidecar.pools.0: names begin with a letter or digit")]
    [InlineData("routing.max-attempts = 0", "sidecar.routing.max-attempts: must be between 1 and 100")]
    [InlineData("routing.max-attempts = 3.5", "sidecar.routing.max-attempts: '3.5' is not a whole number (at most 2147483647)")]
    [InlineData("routing.max-attempts = 99999999999",
        "sidecar.routing.max-attempts: '99999999999' is not a whole number (at most 2147483647)")]
    [InlineData("routing.strategy = fastest",
        "sidecar.routing.strategy: 'fastest' is not one of least-loaded, weighted, round-robin, in-order")]
    [InlineData("primary-wait.interval = 0s", "sidecar.primary-wait.interval: must be between 1ms and 1h")]
    [InlineData("primary-wait.max-retries = -1", "sidecar.primary-wait.max-retries: must be between 0 and 1000")]
    [InlineData("emergency.rpm-fraction = 1.5", "sidecar.emergency.rpm-fraction: must be between 0 and 1")]
    [InlineData("emergency.rpm-fraction = NaN", "sidecar.emergency.rpm-fraction: 'NaN' is not a number")]
    [InlineData("cooldown.jitter = 1.1", "sidecar.cooldown.jitter: must be between 0 and 1")]
    [InlineData("cooldown.multiplier = 0.5", "sidecar.cooldown.multiplier: must be between 1 and 100")]
    [InlineData("cooldown.max = 1s", "sidecar.cooldown.max: cooldown.base (30s) is more than cooldown.max (1s)")]
    [InlineData("cooldown.base = 1h", "sidecar.cooldown.base: cooldown.base (1h) is more than cooldown.max (15m)")]
    [InlineData("cooldown.probe-lease = 0s", "sidecar.cooldown.probe-lease: must be between 1ms and 1d")]
    [InlineData("model-aliases { \"a.b\" = \"a.b\" }", "sidecar.model-aliases.\"a.b\": is an alias of itself")]
    [InlineData("model-aliases { a = b, b = c, c = a }", "sidecar.model-aliases.a: leads back to itself ('a' → 'b' → 'c' → 'a')")]
    [InlineData("model-aliases { z = a, a = b, b = a }", "sidecar.model-aliases.a: leads back to itself ('a' → 'b' → 'a')")]
    [InlineData("model-aliases { a = \"\" }", "sidecar.model-aliases.a: an alias needs a name and a model")]
    [InlineData("model-aliases { llama3.1 = b }",
        "sidecar.model-aliases.llama3: must be a single value (a name with dots in it must be in quotes)")]
    [InlineData("admin.token-env = \"a-b\"", "sidecar.admin.token-env: must be the name of an environment variable, not the secret itself")]
    [InlineData("admin.key-variables = [\"A-B\"]", "sidecar.admin.key-variables.0: must be the name of an environment variable")]
    [InlineData("admin.key-files = [secrets]", "sidecar.admin.key-files.0: must be the absolute path")]
    [InlineData("http.allowed-hosts = [\"http://a\"]", "sidecar.http.allowed-hosts.0: 'http://a' is not a host")]
    [InlineData("http.allowed-origins = [\"https://a/\"]", "sidecar.http.allowed-origins.0: 'https://a/' is not an origin")]
    [InlineData("http.certificate-file = \"/not/there\"", "sidecar.http.certificate-file: needs certificate-key-file beside it")]
    [InlineData("http { certificate-file = \"/not/there\", certificate-key-file = \"/nor/there\" }",
        "sidecar.http.certificate-file: the file does not exist: /not/there")]
    [InlineData("admin.token-file = \"/not/there\"", "sidecar.admin.token-file: the file does not exist: /not/there")]
    [InlineData("clients { al { key-hash = " + Hash + " }, bo { key-hash = " + Hash + " } }",
        "sidecar.clients.bo.key-hash: is that of al too: each client needs a key of its own")]
    [InlineData("clients { al { key-hash = " + Hash + ", allowed-models = [\"\"] } }",
        "sidecar.clients.al.allowed-models: holds an empty name")]
    [InlineData("clients { al { key-hash = " + Hash + ", rpm = -1 } }", "sidecar.clients.al.rpm: must be between 0 and 1000000")]
    [InlineData("clients { al { key-hash = abc } }", "sidecar.clients.al.key-hash: must be 64 hexadecimal digits, the key's SHA-256")]
    [InlineData("clients { al {} }", "sidecar.clients.al.key-hash: is missing")]
    public void each_fault_names_line_key_and_cause(string text, string expected) =>
        Assert.Contains(OperatorFile.Faults($"\nsidecar {{\n{text}\n}}"), f => f.StartsWith($"3: {expected}", StringComparison.Ordinal));

    [Theory]
    [InlineData("a { base-url = \"http://x\" }", "a.pool: is missing")]
    [InlineData("a { pool = primary }", "a.base-url: is missing")]
    [InlineData("a { pool = primry, base-url = \"http://x\" }", "a.pool: 'primry' is not in sidecar.pools (did you mean primary?)")]
    [InlineData("a { pool = primary, base-url = \"x/v1\" }", "a.base-url: must be an absolute http or https address")]
    [InlineData("a { pool = primary, base-url = \"ftp://x\" }", "a.base-url: must be an absolute http or https address")]
    [InlineData("a { pool = primary, base-url = \"http://me@x\" }", "a.base-url: must not hold a user name or password")]
    [InlineData("a { pool = primary, base-url = \"http://x/?k=1\" }", "a.base-url: must not hold a query or fragment")]
    [InlineData("\"a b\" { " + Good + " }", "\"a b\": names begin with a letter or digit")]
    [InlineData("gpt.4 { " + Good + " }", "gpt: a name with dots in it must be in quotes: \"gpt.4\"")]
    [InlineData("a { " + Good + " }, a { rpm = 1 }", "a: is defined a second time in this file (first in line 1)")]
    [InlineData("a { " + Good + " }, A { " + Good + " }", "A: the same name as 'a', but for upper and lower case")]
    [InlineData("a { " + Good + ", rmp = 1 }", "a.rmp: unknown key (did you mean rpm?)")]
    [InlineData("a { " + Good + ", rpm = -1 }", "a.rpm: must be between 0 and 1000000")]
    [InlineData("a { " + Good + ", tpm = -1 }", "a.tpm: must be between 0 and 1000000000000")]
    [InlineData("a { " + Good + ", weight = 0 }", "a.weight: must be between 1 and 1000")]
    [InlineData("a { " + Good + ", timeout = 0s }", "a.timeout: must be between 1ms and 1d")]
    [InlineData("a { " + Good + ", connect-timeout = 0s }", "a.connect-timeout: must be between 1ms and 10m")]
    [InlineData("a { " + Good + ", cooldown-scope = pool }", "a.cooldown-scope: 'pool' is not one of backend, model")]
    [InlineData("a { " + Good + ", enabled = 2 }", "a.enabled: '2' is not true or false")]
    [InlineData("a { " + Good + ", models = [{ name = m }, { name = m }] }", "a.models.1.name: 'm' is listed twice")]
    [InlineData("a { " + Good + ", models = [{ nam = m }] }", "a.models.0.nam: unknown key (did you mean name?)")]
    [InlineData("a { " + Good + ", models = [m] }", "a.models.0: must be a section in { }")]
    [InlineData("a { " + Good + ", models = [{ name = m, input-cost = -1 }] }", "a.models.0.input-cost: must be between 0 and 1")]
    [InlineData("a { " + Good + ", headers { host = x } }", "a.headers.host: is set by the connection itself")]
    [InlineData("a { " + Good + ", headers { \"x y\" = x } }", "a.headers.\"x y\": is not a header name")]
    [InlineData("a { " + Good + ", headers { x = \"a\\nb\" } }", "a.headers.x: holds characters that cannot stand in a header")]
    [InlineData("a { " + Good + ", headers { x = a, X = b } }", "a.headers.X: is given twice")]
    [InlineData("a { " + Good + ", api-key-env = NOT_THERE }", "a.api-key-env: environment variable NOT_THERE is not set")]
    [InlineData("a { " + Good + ", api-key-file = \"/not/there\" }", "a.api-key-file: the file does not exist: /not/there")]
    [InlineData("a { " + Good + ", api-key-file = \"./not-there.key\" }", "a.api-key-file: the file does not exist: ./not-there.key")]
    [InlineData("a { " + Good + ", api-key = k, api-key-env = SET }", "a: only one of api-key, api-key-env and api-key-file may be given")]
    [InlineData("a { " + Good + ", api-key = \"Bearer k\" }", "a.api-key: the value must hold the key alone, without 'Bearer'")]
    [InlineData("a = 3", "a: must be a section in { }")]
    public void each_fault_of_a_backend_names_it(string text, string expected) =>
        Assert.Contains(
            OperatorFile.Faults($"sidecar {{ backends {{ {text} }} }}", ("SET", "k")),
            f => f.StartsWith($"1: sidecar.backends.{expected}", StringComparison.Ordinal));

    [Fact]
    public void all_faults_are_reported_at_once_in_the_order_of_the_file()
    {
        var faults = OperatorFile.Faults(
            """
            sidecar {
              http.drian = 1s
              routing.max-attempts = 0
              backends.a { pool = nowhere, base-url = "x", api-key-env = NOPE }
              cooldown.jitter = 2
            }
            elsewhere {}
            """,
            ("Sidecar__Sse__KeepAlive", "soon"));
        Assert.Equal(
            ["2: sidecar.http.drian", "3: sidecar.routing.max-attempts", "4: sidecar.backends.a.pool", "4: sidecar.backends.a.base-url",
                "4: sidecar.backends.a.api-key-env", "5: sidecar.cooldown.jitter", "7: elsewhere: unknown section",
                    "environment variable Sidecar__Sse__KeepAlive: sidecar.sse.keep-alive"],
            faults.Select(f => string.Join(": ", f.Split(": ")[..^1])).ToArray());
    }

    [Fact]
    public void an_unreadable_value_is_one_fault_not_two() =>
        Assert.Single(OperatorFile.Faults("sidecar.cooldown { base = 1h, max = forever }"));

    [Fact]
    public void a_missing_file_and_a_directory_are_said_to_be_so()
    {
        var none = new Dictionary<string, string>();
        Assert.Equal("/not/there.conf: does not exist", Assert.Single(SettingsLoader.Load("/not/there.conf", none).Faults).ToString());
        var directory = Path.GetTempPath();
        Assert.Equal($"{directory}: is a directory, not a file", Assert.Single(SettingsLoader.Load(directory, none).Faults).ToString());
    }

    [Theory]
    [InlineData("Sidecar__Http__Drian", "1s", "sidecar.http.Drian: unknown key (did you mean drain?)")]
    [InlineData("Sidecar__Http", "1s", "sidecar.http: must be a section in { }")]
    [InlineData("Sidecar__Http__Drain__Deep", "1s", "sidecar.http.drain: is a single value: nothing can be set below it")]
    [InlineData("Sidecar__Pools__7", "x", "sidecar.pools.7: the next item of this list is number 2")]
    [InlineData("Sidecar____Http", "x", "is not the name of a key")]
    public void faults_of_the_environment_name_the_variable(string variable, string value, string expected) =>
        Assert.Contains(OperatorFile.Faults("", (variable, value)), f => f == $"environment variable {variable}: {expected}");

    [Theory]
    [InlineData("t0ken", false)]
    [InlineData("fifteen-letters", false)]
    [InlineData("sixteen-letters!", true)]
    public void an_admin_token_that_could_be_guessed_is_a_fault(string token, bool isFine)
    {
        if (isFine)
            Assert.NotNull(OperatorFile.Valid("", ("SIDECAR_ADMIN_TOKEN", token)).AdminToken);
        else
            Assert.Contains("sidecar.admin.token-env: the admin token is shorter than 16 characters",
                Assert.Single(OperatorFile.Faults("", ("SIDECAR_ADMIN_TOKEN", token))), StringComparison.Ordinal);
    }

    [Fact]
    public void https_needs_a_certificate() =>
        Assert.Contains("sidecar.http.certificate-file: https:// in sidecar.http.urls needs",
            Assert.Single(OperatorFile.Faults("sidecar.http.urls = \"https://127.0.0.1:8443\"")), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://0.0.0.0:80")]
    [InlineData("http://*:80")]
    [InlineData("http://example.org:80")]
    [InlineData("http://127.0.0.1:80;http://[::]:80")]
    public void listening_to_other_machines_needs_a_token_clients_or_allow_open(string urls)
    {
        var text = $"sidecar.http.urls = \"{urls}\"";
        Assert.Contains("open to other machines", Assert.Single(OperatorFile.Faults(text)), StringComparison.Ordinal);
        Assert.NotNull(OperatorFile.Valid(text, ("SIDECAR_ADMIN_TOKEN", "t0ken-of-16-chars")).AdminToken);
        Assert.NotEmpty(OperatorFile.Valid(text + $"\nsidecar.clients.al.key-hash = {Hash}").Clients.Clients);
        Assert.True(OperatorFile.Valid(text + "\nsidecar.http.allow-open = true").Http.AllowOpen);
    }
}
