using System.Text;

namespace Microkernel.Import.Sources;

/// <summary>What a token is.</summary>
internal enum WordKind
{
    /// <summary>A word, or a quoted text.</summary>
    Word,

    /// <summary>The end of a statement: ';', or of a line.</summary>
    End,

    /// <summary>'{'.</summary>
    Open,

    /// <summary>'}'.</summary>
    Close,
}

/// <summary>A piece of a text.</summary>
internal readonly record struct WordToken(WordKind Kind, string Text, int Line, int Column);

/// <summary>Cuts a text into words, quoted texts, braces and ends of statements, and collects comments.</summary>
internal sealed class WordScanner(string text, bool linesEnd)
{
    private int _at;
    private int _lineStart;

    public int Line { get; private set; } = 1;

    public int Column => _at - _lineStart + 1;

    /// <summary>Returns the next piece; null at the end.</summary>
    public WordToken? Next(List<SourceComment> comments)
    {
        while (_at < text.Length)
        {
            var c = text[_at];
            switch (c)
            {
                case '\n':
                    var end = new WordToken(WordKind.End, string.Empty, Line, Column);
                    Line++;
                    _lineStart = ++_at;
                    if (linesEnd)
                    {
                        return end;
                    }

                    break;
                case '#':
                case '!' when linesEnd:
                    SkipComment(comments);
                    break;
                case '{':
                    return Single(WordKind.Open);
                case '}':
                    return Single(WordKind.Close);
                case ';' when !linesEnd:
                    return Single(WordKind.End);
                case '"':
                    return Quoted();
                default:
                    if (!char.IsWhiteSpace(c))
                    {
                        return Word();
                    }

                    _at++;
                    break;
            }
        }

        return null;
    }

    private WordToken Single(WordKind kind)
    {
        var token = new WordToken(kind, text[_at].ToString(), Line, Column);
        _at++;
        return token;
    }

    private void SkipComment(List<SourceComment> comments)
    {
        var end = text.IndexOf('\n', _at);
        end = end < 0 ? text.Length : end;
        comments.Add(new SourceComment(text[(_at + 1)..end], Line));
        _at = end;
    }

    private WordToken Quoted()
    {
        var (line, column) = (Line, Column);
        var result = new StringBuilder();
        for (_at++; _at < text.Length && text[_at] != '"'; _at++)
        {
            if (text[_at] == '\n')
            {
                throw new DamagedSourceException("A quoted text does not end on its line", line, column);
            }

            if (text[_at] == '\\' && _at + 1 < text.Length && text[_at + 1] is '"' or '\\')
            {
                _at++;
            }

            result.Append(text[_at]);
        }

        if (_at >= text.Length)
        {
            throw new DamagedSourceException("A quoted text does not end", line, column);
        }

        _at++;
        return new WordToken(WordKind.Word, result.ToString(), line, column);
    }

    private WordToken Word()
    {
        var (start, column) = (_at, Column);
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not ('{' or '}' or '"' or '#')
            && (linesEnd || text[_at] != ';'))
        {
            _at++;
        }

        return new WordToken(WordKind.Word, text[start.._at], Line, column);
    }
}
