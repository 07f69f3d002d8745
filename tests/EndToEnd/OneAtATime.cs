// Every test starts a whole system: two at once on two cores would only make each other slow.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
