"""A skywave radar: sees over the horizon by way of the ionosphere, coarsely and without height."""
