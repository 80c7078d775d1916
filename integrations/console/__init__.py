"""What stands in for a notice channel that is not connected yet?"""
