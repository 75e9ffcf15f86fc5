namespace Sidecar.Host.Tests.Conventions;

/// <summary>Host refers to the shells, and the shells to Domain; nothing points back, and no folder can be reached from itself.</summary>
public sealed class FolderConventions
{
    [Fact]
    public void no_folder_can_be_reached_from_itself()
    {
        var references = Folders.References();
        var circles = Circles.In(references.Select(r => r.Key));

        Assert.True(circles.Count == 0, string.Join('\n', circles.Select(circle => Said(circle, references))));
    }

    [Fact]
    public void no_reference_points_up()
    {
        var upward = Folders.References().Where(r => Depth(r.Key.From) > Depth(r.Key.To)).ToList();

        Assert.True(upward.Count == 0, string.Join('\n', upward.Select(r => $"{r.Key.From} → {r.Key.To}: {string.Join(", ", r.Take(5))}")));
    }

    [Fact]
    public void folders_beside_each_other_within_a_folder_are_in_no_circle_either()
    {
        var inner = Folders.Graph.References.Where(r => Parent(r.From) == Parent(r.To)).ToList();
        var circles = Circles.In(inner.Select(r => (r.From, r.To)));

        Assert.True(circles.Count == 0, string.Join('\n', circles.Select(circle =>
            string.Join('\n', inner.Where(r => circle.Contains(r.From) && circle.Contains(r.To))
                .Select(r => $"{r.From} → {r.To}: {string.Join(", ", r.Because.Take(5))}")))));
    }

    [Fact]
    public void no_namespace_spans_two_assemblies() =>
        Assert.Empty(Folders.Graph.Homes.GroupBy(home => home.Namespace).Where(homes => homes.Count() > 1).Select(homes => homes.Key));

    [Fact]
    public void the_folders_are_found() => Assert.Superset(
        new HashSet<string> { "Host/Hosting", "Host/Proxy", "Actors/Requests", "Domain/Walk", $"Actors/{Folders.Root}" },
        Folders.References().SelectMany(r => new[] { r.Key.From.ToString(), r.Key.To.ToString() }).ToHashSet());

    [Fact]
    public void a_circle_is_seen_and_what_only_leads_to_it_is_not() =>
        Assert.Equal(["a b c"], Circles.In([("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("c", "e")])
            .Select(circle => string.Join(' ', circle)));

    private static int Depth(Folder folder) => Folders.Layers.ToList().IndexOf(folder.Layer);

    private static string Parent(string name) => name[..Math.Max(0, name.LastIndexOf('.'))];

    private static string Said(IReadOnlyList<Folder> circle, ILookup<(Folder From, Folder To), string> references) =>
        string.Join('\n', references.Where(r => circle.Contains(r.Key.From) && circle.Contains(r.Key.To))
            .Select(r => $"{r.Key.From} → {r.Key.To}: {string.Join(", ", r.Take(5))}"));
}
