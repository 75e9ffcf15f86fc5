using System.Text;
using Sidecar.Host.Configuration.Schema;

namespace Sidecar.Host.Configuration.Hocon;

/// <summary>Replaces references to other keys by those keys' values, once all layers are merged. Cycles, long chains and explosive
/// expansion are reported as faults.</summary>
internal sealed class HoconResolver(HoconObject root, FaultList faults)
{
    private readonly Dictionary<HoconReference, HoconScalar?> _resolved = [];
    private readonly HashSet<HoconReference> _inProgress = [];
    private int _expanded;

    public void Resolve() => ResolveMembers(root, "");

    private void ResolveMembers(HoconObject section, string path)
    {
        foreach (var (key, value) in section.Members.ToList())
        {
            if (ResolveNode(value, HoconPath.Append(path, key)) is { } resolved)
                section.Members[key] = resolved;
            else
                section.Members.Remove(key);
        }
    }

    private HoconNode? ResolveNode(HoconNode node, string path)
    {
        switch (node)
        {
            case HoconObject section:
                ResolveMembers(section, path);
                return section;
            case HoconArray list:
                var items = list.Items.Select(item => ResolveNode(item, path)).OfType<HoconNode>().ToList();
                list.Items.Clear();
                list.Items.AddRange(items);
                return list;
            case HoconReference reference:
                var value = Evaluate(reference, path);
                return value is null && reference.Previous is { } previous && reference.Parts.Count == 1 && !faults.Has(path)
                    ? ResolveNode(previous, path)
                    : value;
            default:
                return node;
        }
    }

    private HoconScalar? Evaluate(HoconReference reference, string path)
    {
        if (_resolved.TryGetValue(reference, out var known))
            return known;
        if (_resolved.Count >= HoconLimits.References)
            return Refuse(reference, path, $"there are more than {HoconLimits.References} substitutions");
        if (_inProgress.Count >= HoconLimits.ReferenceChain)
            return Refuse(reference, path, $"substitutions lead to one another more than {HoconLimits.ReferenceChain} times");
        if (!_inProgress.Add(reference))
            return Refuse(reference, path, "the substitution leads back to itself");

        var text = new StringBuilder();
        var present = false;
        foreach (var part in reference.Parts)
        {
            var piece = part.Text ?? Follow(part, path);
            present |= piece is not null;
            text.Append(piece);
            _expanded += piece?.Length ?? 0;
            if (_expanded > HoconLimits.ExpandedCharacters)
            {
                Refuse(reference, path, "substitutions expand to too much text");
                present = false;
                break;
            }
        }
        _inProgress.Remove(reference);
        return _resolved[reference] = present && !faults.Has(path) ? new HoconScalar(reference.At, text.ToString()) : null;
    }

    private string? Follow(ReferencePart part, string path)
    {
        HoconNode? node = root;
        foreach (var segment in part.Path!)
            node = node is HoconObject section ? KeyNames.Pick(section.Members, segment) : null;
        switch (node)
        {
            case HoconScalar { Text: not null } scalar:
                return scalar.Text;
            case HoconReference next:
                return Evaluate(next, path)?.Text;
            case HoconObject or HoconArray:
                faults.Add(part.At, path, "only a single value can be substituted, not a section or a list");
                return null;
            case null or HoconScalar when part.Optional:
                return null;
            default:
                faults.Add(part.At, path, $"{HoconPath.Join(part.Path)} is not defined (write ${{?…}} where it may be absent)");
                return null;
        }
    }

    private HoconScalar? Refuse(HoconReference reference, string path, string message)
    {
        faults.Add(reference.At, path, message);
        return null;
    }
}
