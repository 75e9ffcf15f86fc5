namespace Sidecar.Host.Configuration.Hocon;

/// <summary>Reads HOCON into a tree that keeps order, spelling and lines.</summary>
/// <remarks>
/// Akka's parser is not used for an operator's text: it reports no lines, throws bare exceptions, and a substitution that refers to
/// itself overflows the stack, which ends the process. Not supported, and reported as such: <c>include</c>, <c>+=</c>, concatenating
/// sections or lists, substituting anything but single values. Syntax faults end the reading, others do not.
/// </remarks>
internal sealed class HoconReader
{
    private readonly HoconCursor _cursor;
    private readonly FaultList _faults;
    private readonly HoconValueReader _values;

    private HoconReader(HoconCursor cursor, IReadOnlyDictionary<string, string> environment, FaultList faults)
    {
        _cursor = cursor;
        _faults = faults;
        _values = new HoconValueReader(cursor, environment, faults);
    }

    /// <summary>Null if the text is not HOCON; <paramref name="faults"/> then says where.</summary>
    public static HoconObject? Read(string text, string source, IReadOnlyDictionary<string, string> environment, FaultList faults) =>
        new HoconReader(new HoconCursor(text, source), environment, faults).ReadRoot();

    private HoconObject? ReadRoot()
    {
        var root = new HoconObject(_cursor.Here) { IsBlock = true };
        _cursor.SkipLines();
        if (_cursor.Current != '{')
            return ReadMembers(root, "", opened: null, depth: 0) ? root : null;
        var opened = _cursor.Here;
        _cursor.Advance();
        if (!ReadMembers(root, "", opened, depth: 0))
            return null;
        _cursor.SkipLines();
        return _cursor.AtEnd || Fail(_cursor.Here, null, "nothing may follow the last '}'") ? root : null;
    }

    private bool ReadMembers(HoconObject target, string path, SourcePosition? opened, int depth)
    {
        while (true)
        {
            _cursor.SkipLines();
            if (_cursor.AtEnd)
                return opened is null || Fail(opened.Value, path, "'{' is opened but never closed");
            if (_cursor.Current == '}')
            {
                if (opened is null)
                    return Fail(_cursor.Here, null, "'}' closes nothing");
                _cursor.Advance();
                return true;
            }
            if (!ReadMember(target, path, depth) || !ReadSeparator('}'))
                return false;
        }
    }

    private bool ReadMember(HoconObject target, string path, int depth)
    {
        var at = _cursor.Here;
        var segments = HoconKeys.Read(_cursor, out var fault);
        if (segments is null)
            return Fail(at, path, fault);
        path = segments.Aggregate(path, HoconPath.Append);
        depth += segments.Count;
        if (depth > HoconLimits.Depth)
            return Fail(at, null, $"sections are nested more than {HoconLimits.Depth} deep");

        _cursor.SkipBlanks();
        if (segments is ["include"] && _cursor.Current is not ('=' or ':' or '{'))
            return SkipInclude(at);
        if (_cursor.At("+="))
            return Fail(_cursor.Here, path, "'+=' is not supported: write the whole list");
        if (_cursor.Current is '=' or ':')
        {
            _cursor.Advance();
            _cursor.SkipBlanks();
            SkipToBlockOnNextLine();
        }
        else if (_cursor.Current != '{')
        {
            return Fail(_cursor.Here, path, "'=', ':' or '{' is expected after the key");
        }

        var value = ReadValue(path, depth, out var read);
        if (read && value is not null)
            HoconMerge.Place(target, segments, value);
        return read;
    }

    private bool SkipInclude(SourcePosition at)
    {
        _faults.Add(at, null, "include is not supported: lay one file over the defaults with --config FILE");
        while (!_cursor.AtLineEnd && _cursor.Current is not ('}' or ','))
            _cursor.Advance();
        return true;
    }

    /// <summary>A brace or bracket may stand on the line after its key; no other value may, because a forgotten value would then swallow
    /// the next key.</summary>
    private void SkipToBlockOnNextLine()
    {
        if (_cursor.AtLineEnd && _cursor.NextIsBlock())
            _cursor.SkipLines();
    }

    private HoconNode? ReadValue(string path, int depth, out bool read)
    {
        var at = _cursor.Here;
        switch (_cursor.Current)
        {
            case '{':
                _cursor.Advance();
                var section = new HoconObject(at) { IsBlock = true };
                read = ReadMembers(section, path, at, depth);
                return section;
            case '[':
                _cursor.Advance();
                var list = new HoconArray(at);
                read = depth < HoconLimits.Depth
                    ? ReadItems(list, path, depth + 1)
                    : Fail(at, null, $"sections are nested more than {HoconLimits.Depth} deep");
                return list;
            default:
                return _values.Read(path, out read);
        }
    }

    private bool ReadItems(HoconArray list, string path, int depth)
    {
        while (true)
        {
            _cursor.SkipLines();
            if (_cursor.AtEnd)
                return Fail(list.At, path, "'[' is opened but never closed");
            if (_cursor.Current == ']')
            {
                _cursor.Advance();
                return true;
            }
            var item = ReadValue(path, depth, out var read);
            if (!read || !ReadSeparator(']'))
                return false;
            if (item is not null)
                list.Items.Add(item);
        }
    }

    private bool ReadSeparator(char closing)
    {
        var sawLineEnd = _cursor.SkipLines();
        if (_cursor.Current == ',')
        {
            _cursor.Advance();
            return true;
        }
        return sawLineEnd || _cursor.AtEnd || _cursor.Current == closing
            || Fail(_cursor.Here, null, $"a new line, ',' or '{closing}' is expected here");
    }

    private bool Fail(SourcePosition at, string? path, string message) => HoconSyntax.Fail(_faults, at, path, message);
}
