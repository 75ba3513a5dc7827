namespace OrleansLambda.Laws.Speed;

public sealed class WindowStateTests
{
    private static readonly TumblingWindow Window = TumblingWindow.FromNumber(170_407_067);

    // A partition's events, offsets rising with gaps.
    private static readonly Gen<WindowEvent[]> Events =
        Gen.Select(Gen.Int[1, 4], Any.Ride).Array[1, 25].Select(steps =>
        {
            long offset = -1;
            return steps.Select(step => new WindowEvent(offset += step.Item1, step.Item2)).ToArray();
        });

    // Deliveries: which partition, how far back of what it has delivered it starts again, and how many events it sends.
    private static readonly Gen<(int Partition, int Back, int Length)[]> Deliveries =
        Gen.Select(Gen.Int[0, 3], Gen.OneOf(Gen.Const(0), Gen.Int[0, 25]), Gen.Int[1, 12]).Array[0, 60];

    [Fact]
    public void Totals_CountEachOffsetOnce_HoweverBatchesAreCutAndRedelivered() =>
        Gen.Select(Events.Array[1, 4], Deliveries).Sample(
            (partitions, deliveries) =>
            {
                var delivered = new int[partitions.Length];
                var state = WindowState.Empty(Window);
                foreach (var (number, back, length) in deliveries)
                {
                    var partition = number % partitions.Length;
                    var from = Math.Max(0, delivered[partition] - back);
                    var to = Math.Min(from + length, partitions[partition].Length);
                    if (from == to)
                        continue;
                    state = state.Apply(Batch(partition, partitions[partition][from..to]));
                    delivered[partition] = Math.Max(delivered[partition], to);
                    Assert.Equal(Sum(partitions.SelectMany((events, p) => events[..delivered[p]])), state.Totals);
                    Assert.Equal(partitions[partition][delivered[partition] - 1].Offset, state.High[Source(partition)]);
                }
                for (var p = 0; p < partitions.Length; p++)
                    state = state.Apply(Batch(p, partitions[p]));
                Assert.Equal(Sum(partitions.SelectMany(events => events)), state.Totals);
            },
            iter: 5_000);

    [Fact]
    public void Apply_ChangesNothing_ForAnyPartOfWhatIsCounted() =>
        Gen.Select(Events, Gen.Int[0, 24], Gen.Int[1, 25], Gen.Bool).Sample((events, start, length, final) =>
        {
            var counted = WindowState.Empty(Window).Apply(Batch(0, events)) with { Final = final };
            var from = start % events.Length;

            var again = counted.Apply(Batch(0, events[from..Math.Min(from + length, events.Length)]));

            Assert.Same(counted, again);
        });

    [Fact]
    public void Apply_GivesTheSame_WhateverOrderThePartitionsComeIn() =>
        Gen.Select(Events, Events).Sample((a, b) =>
        {
            var empty = WindowState.Empty(Window);
            Assert.Equal(empty.Apply(Batch(0, a)).Apply(Batch(1, b)), empty.Apply(Batch(1, b)).Apply(Batch(0, a)));
        });

    [Fact]
    public void Apply_TellsATopicFromItsSuccessor_OfTheSameName() =>
        Events.Sample(events =>
        {
            var old = WindowState.Empty(Window).Apply(Batch(0, events));

            var both = old.Apply(new WindowBatch(Window, new("made anew", 0), events));

            Assert.Equal(Sum(events.Concat(events)), both.Totals);
        });

    [Fact]
    public void Apply_LeavesVersionAndFinalAsTheyAre_AndAmendsOnlyWhatWasFinal() =>
        Gen.Select(Events, Gen.Long[0, 1_000], Gen.Bool, Gen.Bool).Sample((events, version, final, amended) =>
        {
            var before = WindowState.Empty(Window) with { Version = version, Final = final, Amended = amended };

            var after = before.Apply(Batch(0, events));

            Assert.Equal((version, final, amended || final), (after.Version, after.Final, after.Amended));
        });

    [Fact]
    public void NextVersion_IsOneOn_AndFinalOnceTheWatermarkHasPassed() =>
        Gen.Select(Gen.Long[-50_000_000, 200_000_000], Gen.Long[0, 100_000_000], Gen.Bool, Gen.Long[0, 1_000]).Sample(
            (ahead, lateness, final, version) =>
            {
                var before = WindowState.Empty(Window) with { Version = version, Final = final };

                var after = before.NextVersion(Window.Start.AddTicks(ahead), TimeSpan.FromTicks(lateness));

                Assert.Equal(before with { Version = version + 1, Final = final || ahead >= lateness + TumblingWindow.Size.Ticks }, after);
            },
            iter: 5_000);

    [Fact]
    public void Window_IsFinal_ExactlyWhenTheWatermarkReachesItsEndAndTheLateness()
    {
        var lateness = TimeSpan.FromSeconds(5);
        var state = WindowState.Empty(Window);

        Assert.False(state.HasPassed(Window.End + lateness - TimeSpan.FromTicks(1), lateness));
        Assert.True(state.HasPassed(Window.End + lateness, lateness));
        Assert.True(state.HasPassed(Window.End, TimeSpan.Zero));
        Assert.True(state.HasPassed(DateTimeOffset.MaxValue, lateness));
        Assert.False(state.HasPassed(DateTimeOffset.MinValue, lateness));
    }

    [Fact]
    public void Window_StaysFinal_WhateverComesAfter() =>
        Gen.Select(Events, Gen.Long[-1_000_000_000, 1_000_000_000]).Sample((events, watermark) =>
        {
            var final = WindowState.Empty(Window).NextVersion(Window.End, TimeSpan.Zero);
            Assert.True(final is { Final: true, Amended: false });

            var later = final.Apply(Batch(0, events)).NextVersion(Window.Start.AddTicks(watermark), TimeSpan.FromSeconds(5));

            Assert.True(later is { Final: true, Amended: true, Version: 2 });
            Assert.True(later.NextVersion(Window.Start, TimeSpan.Zero) is { Final: true, Amended: true, Version: 3 });
        });

    [Fact]
    public void Apply_RefusesABatchOfAnotherWindow() =>
        Assert.Throws<ArgumentException>(() => WindowState.Empty(TumblingWindow.FromNumber(1)).Apply(Batch(0, [new(0, default)])));

    private static WindowBatch Batch(int partition, WindowEvent[] events) => new(Window, Source(partition), events);

    private static PartitionId Source(int partition) => new("topic", partition);

    private static TripTotals Sum(IEnumerable<WindowEvent> events) =>
        events.Aggregate(TripTotals.Zero, (sum, e) => sum.Merge(e.Ride.Totals));
}
