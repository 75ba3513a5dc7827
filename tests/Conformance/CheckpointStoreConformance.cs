namespace OrleansLambda.Conformance;

/// <summary>The suite of <see cref="ICheckpointStore"/>.</summary>
public abstract class CheckpointStoreConformance : PortConformance<ICheckpointStore>
{
    [Fact]
    public async Task Read_GivesNull_WhereNothingWasWritten()
    {
        await WriteAsync("import/a");

        Assert.Null(await Port.ReadAsync("import"));
        Assert.Null(await Port.ReadAsync("import/A"));
        Assert.Null(await Port.ReadAsync("import/a "));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{ \"b\" : 1,\n\t\"a\":\"\\u0041\\u0000\",  \"b\":1.50e+2 }")]
    [InlineData("{\"text\":\"ü€😀 'it''s' %_ \\\\ \\\"quoted\\\"\"}")]
    [InlineData("\"\"")]
    [InlineData("null")]
    public async Task Document_IsKeptToTheCharacter_AfterReopening(string document)
    {
        await WriteAsync("key", document: document);

        await ReopenAsync();

        Assert.Equal(new Checkpoint("key", document, 1), await Port.ReadAsync("key"));
        Assert.Equal([new Checkpoint("key", document, 1)], await Port.ListAsync("", null, 10));
    }

    [Fact]
    public async Task Document_MayBeAsLongAsTheLimit_AndNoLonger()
    {
        var longest = $"\"{new string('é', ICheckpointStore.MaxDocumentLength - 2)}\"";

        await WriteAsync("key", document: longest);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Port.TryWriteAsync(new("key", longest + " ", 2)));

        Assert.True(await Port.ReadAsync("key") == new Checkpoint("key", longest, 1), "The longest document came back changed.");
    }

    [Fact]
    public async Task Key_MayBeAsLongAsTheLimit_AndNoLonger()
    {
        var longest = new string('k', ICheckpointStore.MaxKeyLength - 1) + "é";

        await WriteAsync(longest);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Port.TryWriteAsync(new(longest + "k", "{}", 1)));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Port.TryWriteAsync(new("", "{}", 1)));

        Assert.Equal([longest], await KeysAsync(""));
        Assert.NotNull(await Port.ReadAsync(longest));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(long.MaxValue)]
    public async Task Write_IsRefused_OnAnAbsentKey_UnlessItIsVersionOne(long version)
    {
        Assert.False(await Port.TryWriteAsync(new("key", "{}", version)));

        Assert.Null(await Port.ReadAsync("key"));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(long.MaxValue)]
    public async Task Write_IsRefused_UnlessItIsTheNextVersion(long version)
    {
        await WriteAsync("key", 1);
        await WriteAsync("key", 2);

        await ReopenAsync();

        Assert.False(await Port.TryWriteAsync(new("key", "[]", version)));
        Assert.Equal(new Checkpoint("key", "{}", 2), await Port.ReadAsync("key"));
        await WriteAsync("key", 3, "[3]");
        Assert.Equal(new Checkpoint("key", "[3]", 3), await Port.ReadAsync("key"));
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Write_IsWonByExactlyOne_WhenManyWriteOneVersion()
    {
        for (var version = 1; version <= 15; version++)
        {
            var won = await Crowd.RunAsync(10, i => Task.Run(() => Port.TryWriteAsync(new("key", $"[{i}]", version))));

            var winner = Assert.Single(Enumerable.Range(0, 10).Where(i => won[i]));
            Assert.Equal(new Checkpoint("key", $"[{winner}]", version), await Port.ReadAsync("key"));
        }
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Increments_AreNeverLost_WhenWritersReadAndTryAgain()
    {
        const int Writers = 6, Each = 10;

        await Crowd.RunAsync(Writers, _ => Task.Run(async () =>
        {
            for (var won = 0; won < Each;)
            {
                var version = (await Port.ReadAsync("key"))?.Version ?? 0;
                if (await Port.TryWriteAsync(new("key", $"[{version + 1}]", version + 1)))
                    won++;
            }
        }));

        Assert.Equal(new Checkpoint("key", $"[{Writers * Each}]", Writers * Each), await Port.ReadAsync("key"));
    }

    [Fact]
    public async Task Version_StartsAtOneAgain_AfterADelete()
    {
        await WriteAsync("key", 1);
        await WriteAsync("key", 2);
        await WriteAsync("other");

        await Port.DeleteAsync("key");
        await ReopenAsync();

        Assert.Null(await Port.ReadAsync("key"));
        Assert.Equal(["other"], await KeysAsync(""));
        Assert.False(await Port.TryWriteAsync(new("key", "{}", 3)));
        await WriteAsync("key", 1, "[1]");
        Assert.Equal(new Checkpoint("key", "[1]", 1), await Port.ReadAsync("key"));
    }

    [Fact]
    public async Task Delete_ChangesNothing_WhereThereIsNoDocument()
    {
        await WriteAsync("a");

        await Port.DeleteAsync("b");
        await Port.DeleteAsync("a/b");
        await Port.DeleteAsync("");

        Assert.Equal(["a"], await KeysAsync(""));
    }

    [Fact]
    public async Task List_IsInDescendingOrder_OfTheKeysUtf8Bytes()
    {
        string[] ascending = [" ", "!", "-", "10", "9", "A", "Z", "_", "a", "a/", "a/b", "aa", "b", "é", "日本", "\uFF21", "😀"];
        foreach (var key in ascending.OrderBy(key => key.GetHashCode(StringComparison.Ordinal)))
            await WriteAsync(key);

        Assert.Equal(ascending.Reverse(), await KeysAsync(""));
    }

    [Fact]
    public async Task List_StopsBeforeAKey_ThatNeedNotBeThere()
    {
        foreach (var number in Enumerable.Range(0, 10))
            await WriteAsync($"run/{number}");

        Assert.Equal(["run/9", "run/8", "run/7"], await KeysAsync("run/", limit: 3));
        Assert.Equal(["run/6", "run/5"], await KeysAsync("run/", before: "run/7", limit: 2));
        Assert.Equal(["run/1", "run/0"], await KeysAsync("run/", before: "run/10x"));
        Assert.Equal(["run/0"], await KeysAsync("run/", before: "run/1"));
        Assert.Equal([], await KeysAsync("run/", before: "run/0"));
        Assert.Equal([], await KeysAsync("run/", before: "a"));
        Assert.Equal(["run/9"], await KeysAsync("run/", before: "z", limit: 1));
        Assert.Equal(10, (await KeysAsync("run/", limit: int.MaxValue)).Count());
    }

    [Theory]
    [InlineData("a%")]
    [InlineData("a_")]
    [InlineData("a'")]
    [InlineData("a''")]
    [InlineData("a\"")]
    [InlineData("a\\")]
    [InlineData("a*")]
    [InlineData("a[b]")]
    [InlineData("a?")]
    [InlineData("a.")]
    [InlineData("é")]
    [InlineData("😀")]
    public async Task List_TakesItsPrefixLiterally(string prefix)
    {
        string[] others = ["a", "ab", "abc/1", "aX/1", "A%/1", "b/1", "e/1", "ê/1", "z"];
        foreach (var key in others)
            await WriteAsync(key);
        await WriteAsync(prefix + "/1");
        await WriteAsync(prefix + "/2");
        await WriteAsync(prefix);

        Assert.Equal([prefix + "/2", prefix + "/1", prefix], await KeysAsync(prefix));
        Assert.Equal([prefix + "/1", prefix], await KeysAsync(prefix, before: prefix + "/2"));
        Assert.Equal([prefix + "/2"], await KeysAsync(prefix + "/2"));
        Assert.Equal([], await KeysAsync(prefix + "/3"));
        Assert.Equal(new Checkpoint(prefix, "{}", 1), await Port.ReadAsync(prefix));
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Writes_AllTakeEffect_WhenManyKeysAreWrittenAtOnce()
    {
        var won = await Crowd.RunAsync(500, i => Port.TryWriteAsync(new($"key/{i:d4}", $"[{i}]", 1)));

        Assert.DoesNotContain(false, won);
        Assert.Equal(
            Enumerable.Range(0, 500).Reverse().Select(i => new Checkpoint($"key/{i:d4}", $"[{i}]", 1)),
            await Port.ListAsync("key/", null, 1_000));
    }

    [Fact]
    public async Task Call_DoesNothing_WhenItIsCancelledAlready()
    {
        await WriteAsync("key");

        await Refusal.OfCancelledAsync(token => Port.TryWriteAsync(new("key", "{}", 2), token));
        await Refusal.OfCancelledAsync(token => Port.TryWriteAsync(new("other", "{}", 1), token));
        await Refusal.OfCancelledAsync(token => Port.DeleteAsync("key", token));
        await Refusal.OfCancelledAsync(token => Port.ReadAsync("key", token));
        await Refusal.OfCancelledAsync(token => Port.ListAsync("", null, 1, token));

        Assert.Equal([new Checkpoint("key", "{}", 1)], await Port.ListAsync("", null, 10));
    }

    [Fact]
    public Task Limit_IsRefused_BelowOne() => Refusal.OfLimitsBelowOneAsync(limit => Port.ListAsync("", null, limit));

    private async Task WriteAsync(string key, long version = 1, string document = "{}") =>
        Assert.True(await Port.TryWriteAsync(new(key, document, version)), $"Version {version} of '{key}' was not written.");

    private async Task<IEnumerable<string>> KeysAsync(string prefix, string? before = null, int limit = 100) =>
        (await Port.ListAsync(prefix, before, limit)).Select(checkpoint => checkpoint.Key);
}
